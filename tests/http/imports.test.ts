import { describe, expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { openTown, PASSWORD, type Town } from '../support/site.ts'

const LEDGER = '编号,发现日期,类别,地址\n甲-1,2025-03-01,0101,北门外“共享单车”堆放处\n甲-2,改天,0101,北门外\n'

/* A form as a browser sends it. */
function form(file: string, mapping?: string): { body: Buffer; headers: Record<string, string> } {
  const line = 'xuncha-line'
  const part = (head: string, words: string): string =>
    `--${line}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${words}\r\n`
  const words = [
    ...(mapping === undefined ? [] : [part('name="mapping"', mapping)]),
    part('name="file"; filename="台账.csv"\r\nContent-Type: text/csv', file),
    `--${line}--\r\n`,
  ].join('')
  return { body: Buffer.from(words), headers: { 'content-type': `multipart/form-data; boundary=${line}` } }
}

async function administrator(town: Town): Promise<string> {
  await town.add('shen', { roles: [{ role: 'admin', placeId: null }] })
  return town.signIn('shen', PASSWORD)
}

const newsOf = (body: string) =>
  body
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

describe('POST /imports/findings', () => {
  it('tells row by row what comes in and what stays out, first on trial and then in earnest', async () => {
    const town = await openTown(await openHouse())
    const cookie = await administrator(town)
    const bring = (query: string) =>
      town.call('POST', `/imports/findings${query}`, { cookie, ...form(LEDGER) })
    const trial = await bring('?dryRun=true')
    expect(trial.statusCode).toBe(200)
    expect(trial.headers['content-type']).toContain('application/x-ndjson')
    expect(newsOf(trial.body)).toMatchObject([
      { type: 'mapping', rows: 2, mapping: { key: { column: '编号' }, address: { column: '地址' } } },
      { type: 'row', line: 3, problems: [{ column: '发现日期', read: '改天' }] },
      { type: 'progress' },
      { type: 'done', dryRun: true, imported: 1, refused: 1 },
    ])
    const list = () => town.call('GET', '/findings', { cookie })
    expect((await list()).json().items).toHaveLength(0)
    expect(newsOf((await bring('')).body).at(-1)).toMatchObject({ type: 'done', imported: 1, known: 0 })
    expect(newsOf((await bring('')).body).at(-1)).toMatchObject({ type: 'done', imported: 0, known: 1 })
  })

  it('is for administrators', async () => {
    const town = await openTown(await openHouse())
    await town.add('wang', { roles: [{ role: 'coordinator', placeId: null }] })
    const cookie = await town.signIn('wang', PASSWORD)
    const answer = await town.call('POST', '/imports/findings', { cookie, ...form(LEDGER) })
    expect(answer.statusCode).toBe(403)
  })

  it('says what is wrong with the file or the mapping as a whole', async () => {
    const town = await openTown(await openHouse())
    const cookie = await administrator(town)
    const ask = async (file: string, mapping?: string) =>
      (await town.call('POST', '/imports/findings', { cookie, ...form(file, mapping) })).json().code
    expect(await ask('')).toBe('import.file_unreadable')
    expect(await ask(LEDGER, '{"colour":{"column":"编号"}}')).toBe('import.mapping_invalid')
    expect(await ask(LEDGER, '{')).toBe('import.mapping_invalid')
    const json = await town.call('POST', '/imports/findings', { cookie, body: {} })
    expect(json.statusCode).toBe(415)
  })
})
