import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import BetterSqlite3 from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { afterThis } from '../support/house.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { temporary } from '../support/temporary.ts'
import { everyRequest } from './matrix.ts'
import { needScanners, type Scanned, scanWithSqlmap, scanWithWapiti, type Target } from './scan.ts'

/*
 * What sqlmap and wapiti find (bar 12): nothing here, and something in a server that has what they look for. They take
 * a quarter of an hour, so they run in `npm run bars` only.
 */

const WAPITI_SECONDS = 120
const NOT_ASKED = new Set(['GET /api/v1/stream', 'DELETE /api/v1/session', 'PUT /api/v1/session/password'])

describe('the scanners', () => {
  beforeAll(needScanners, 300_000)

  it('find nothing in any route, query or body', { timeout: 3_600_000 }, async () => {
    const server = await startServer(await temporary())
    afterThis(server.kill)
    const { token, targets } = await everyTarget(server.address)
    const sql = await scanWithSqlmap(server.address, token, targets)
    expect(sql).toEqual({ found: [], untried: [] })
    const pages = targets.filter(({ method, path }) => method === 'GET' && !path.includes('*'))
    expect(await scanWithWapiti(server.address, token, pages, WAPITI_SECONDS)).toEqual([])
    const { answered, failed } = await countAnswers(server.address)
    expect(failed).toBe(0)
    process.stdout.write(
      `bar 12: sqlmap and wapiti, ${targets.length} targets, ${answered} answers, 0 findings, 0 × 5xx\n`,
    )
    expect(await server.stop()).toBe(0)
  })

  it('find it where it is', { timeout: 600_000 }, async () => {
    const address = await startCareless()
    const target = { method: 'GET', path: '/findings?state=open&words=x' }
    const sql: Scanned = await scanWithSqlmap(address, 'x', [target])
    expect(sql.found).toEqual(['GET /findings?state=open&words=x'])
    const web = await scanWithWapiti(address, 'x', [target], WAPITI_SECONDS)
    expect(web.join('\n')).toMatch(/Cross Site Scripting/i)
  })
})

/** Every route once with its query or body, and once more with the scanner's own in the place of an id. */
async function everyTarget(address: string): Promise<{ token: string; targets: Target[] }> {
  const { call, communityId, placeId, unitId, member } = await settle(address)
  const token = await member('chen', '陈社工', ['admin', 'coordinator', 'supervisor'])
  const report = { categoryCode: '0101', placeId, description: '楼道堆放纸箱' }
  const { body: finding } = await call('POST', '/findings', { token, body: report })
  const known = { community: communityId, place: placeId, unit: unitId, finding: String(finding.id) }
  // Whatever is not there has the id of something else, which is as good for what a scanner does with it.
  const ids = new Proxy(known as Record<string, string>, { get: (all, kind) => all[String(kind)] ?? placeId })
  const targets = everyRequest()
    .filter(({ method, route }) => !NOT_ASKED.has(`${method} ${route}`))
    .flatMap(({ method, route, fill, query }): Target[] => {
      const { path, body: wanted } = fill(ids)
      // A change that wants nothing is tried with everything it takes.
      const body = isBare(wanted) ? fill(ids, 'all').body : wanted
      const asked = query(ids).toString()
      const plain = isBare(body) && asked === '' ? [] : [{ method, path: `${path}?${asked}`, body }]
      return route.includes('{id}') ? [...plain, { method, path: path.replace(/[^/]{20,}/, '*') }] : plain
    })
  // A route that takes several kinds of bodies has the same id for all of them.
  const each = new Map(targets.map(target => [JSON.stringify(target), target]))
  return { token, targets: [...each.values()] }
}

/* Without a field there is nothing for a scanner to put its own into. */
const isBare = (body: unknown): boolean => typeof body !== 'object' || Object.keys(body ?? {}).length === 0

/** Requests that the server has answered since its start, and those of them that it failed at. */
async function countAnswers(address: string): Promise<{ answered: number; failed: number }> {
  const metrics = await (await fetch(`${address}/prometheus`)).text()
  const counts = [...metrics.matchAll(/^xuncha_http_request_duration_seconds_count\{(.*)\} (\d+)$/gm)]
  const sum = (all: typeof counts): number => all.reduce((total, [, , count]) => total + Number(count), 0)
  return { answered: sum(counts), failed: sum(counts.filter(([, labels]) => labels?.includes('"5xx"'))) }
}

/** A server that puts what it is told into its SQL and into its page. */
async function startCareless(): Promise<string> {
  const db = new BetterSqlite3(':memory:')
  db.exec("create table findings (id, state); insert into findings values (1, 'open'), (2, 'closed')")
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams
    response.setHeader('content-type', 'text/html; charset=utf-8')
    try {
      const rows = db.prepare(`select id from findings where state = '${asked.get('state') ?? ''}'`).all()
      response.end(`<html><body><p>${asked.get('words') ?? ''}</p>${JSON.stringify(rows)}</body></html>`)
    } catch (error) {
      response.writeHead(500).end(`<html><body>SQLite error: ${String(error)}</body></html>`)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterThis(async () => {
    server.close()
    server.closeAllConnections()
    db.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
