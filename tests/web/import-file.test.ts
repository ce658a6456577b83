import { expect, it } from 'vitest'
import { FIELDS_OF, IMPORT_KINDS as KINDS } from '../../src/app/imports/kinds.ts'
import { IMPORT_FIELDS, IMPORT_KINDS, type News, newsOf } from '../../src/web/settings/imports/import-file.ts'

it('asks for what the interface can import', () => {
  expect(IMPORT_KINDS).toEqual(KINDS)
  for (const kind of KINDS)
    expect([...IMPORT_FIELDS[kind]].sort()).toEqual(Object.keys(FIELDS_OF[kind]).sort())
})

it('reads news that come in any pieces, also within a character', async () => {
  const said = [
    {
      type: 'row',
      line: 3,
      problems: [{ field: 'category', column: '类别', read: '堆物', zh: '无', en: 'no' }],
    },
    { type: 'done', read: 2, rows: 2, imported: 1, known: 0, refused: 1 },
  ]
  const bytes = new TextEncoder().encode(said.map(each => JSON.stringify(each)).join('\n'))
  for (const size of [1, 2, 7, 50, 1_000]) {
    const heard: News[] = []
    const pieces = (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
    })()
    for await (const news of newsOf(pieces)) heard.push(news)
    expect(heard).toEqual(said)
  }
})
