import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readTable } from '../../src/app/imports/read-table.ts'
import { temporary } from '../support/temporary.ts'
import { workbook } from '../support/workbook.ts'

/* A workbook is XML in an archive, and XML can name files and swell (ASVS 5.0 V1.5.1). */

const sheetWith = (declared: string): Buffer =>
  workbook(
    [
      ['编号', '类别'],
      [{ xml: '前&away;后' }, '堆物'],
    ],
    `<!DOCTYPE s [${declared}]>`,
  )

/** All that came out of a sheet: its words, or why it was refused. */
const outOf = (bytes: Buffer): Promise<string> =>
  readTable(bytes).then(
    table => JSON.stringify(table),
    error => String(error),
  )

it('reads no other file that a sheet names as an entity', async () => {
  const other = join(await temporary(), 'other.txt')
  await writeFile(other, '金丝雀的秘密')
  const external = `<!ENTITY away SYSTEM "file://${other}">`
  expect(await outOf(sheetWith(external))).toMatch(/编号|Excel/)
  expect(await outOf(sheetWith(external))).not.toContain('金丝雀')
})

it('makes no gigabytes of a sheet whose entities name one another', async () => {
  const tens = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`)
  const out = await outOf(sheetWith(`<!ENTITY e0 "哈">${tens.join('')}<!ENTITY away "&e9;">`))
  expect(out.length).toBeLessThan(10_000)
})
