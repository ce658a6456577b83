import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import BetterSqlite3 from 'better-sqlite3'

const PAGE = 500
const IN_FLIGHT = 32

/**
 * The least that telling a webhook of what is due can cost: a page by its index, each row posted over connections that
 * stay open, the page marked in one durable commit. Gives posts a second.
 */
export async function floorSweep(directory: string, url: string, count: number): Promise<number> {
  const db = new BetterSqlite3(join(directory, `floor-${performance.now()}.sqlite`))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('create table due (id integer primary key, due_at integer, body text, sent_at integer)')
  db.exec('create index due_next on due (due_at) where sent_at is null')
  const insert = db.prepare('insert into due (due_at, body) values (?, ?)')
  const body = JSON.stringify({ type: 'finding.handle.warn', data: { record: 'x'.repeat(300) } })
  db.transaction(() => {
    for (let n = 0; n < count; n += 1) insert.run(n, body)
  })()
  const page = db.prepare(
    'select id, body from due where sent_at is null and due_at <= ? order by due_at limit ?',
  )
  const mark = db.prepare('update due set sent_at = ? where id = ?')
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })
  const post = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
      const sending = request(url, { method: 'POST', agent, headers }, response => {
        response.resume()
        response.on('end', resolve)
      })
      sending.on('error', reject)
      sending.end(text)
    })

  const begun = performance.now()
  for (;;) {
    const rows = page.all(count, PAGE) as { id: number; body: string }[]
    if (rows.length === 0) break
    const left = [...rows]
    const line = async (): Promise<void> => {
      for (let next = left.pop(); next; next = left.pop()) await post(next.body)
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, line))
    db.transaction(() => {
      for (const { id } of rows) mark.run(Date.now(), id)
    })()
  }
  const seconds = (performance.now() - begun) / 1_000
  agent.destroy()
  db.close()
  return count / seconds
}
