import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'

/*
 * OWASP ASVS 5.0, level 1: each of its seventy requirements with what shows that it is kept, or why it does not apply. The
 * wording is ours and short; the numbers are the standard's.
 */

const ROWS: { id: string; verdict: string; where: string }[] = parse(
  readFileSync(new URL('asvs.csv', import.meta.url)),
  { columns: ['id', 'what', 'verdict', 'where'], from_line: 2 },
)

/** How many of each section are of level 1, and which. */
const LEVEL_1 = [
  'V1.2.1-5 V1.3.1-2 V1.5.1 V2.1.1 V2.2.1-2 V2.3.1 V3.2.1-2 V3.3.1 V3.4.1-2 V3.5.1-3 V4.1.1 V4.4.1',
  'V5.2.1-2 V5.3.1-2 V6.1.1 V6.2.1-8 V6.3.1-2 V6.4.1-2 V7.2.1-4 V7.4.1-2 V8.1.1 V8.2.1-2 V8.3.1',
  'V9.1.1-3 V9.2.1 V10.4.1-5 V11.3.1-2 V11.4.1 V12.1.1 V12.2.1-2 V13.4.1 V14.2.1 V14.3.1 V15.1.1 V15.2.1 V15.3.1',
]
const ids = LEVEL_1.flatMap(line => line.split(' ')).flatMap(range => {
  const [, section = '', from = '', to = from] = /^(V\d+\.\d+)\.(\d+)(?:-(\d+))?$/.exec(range) ?? []
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => `${section}.${Number(from) + n}`)
})

it('answers each requirement of level 1, once', () => {
  expect(ids).toHaveLength(70)
  expect(ROWS.map(({ id }) => id)).toEqual(ids)
})

it('names files that are there for what it calls proved, and a reason for the rest', () => {
  const gone = ROWS.filter(
    ({ verdict, where }) =>
      ['proved', 'outside'].includes(verdict) && !existsSync(new URL(`../../${where}`, import.meta.url)),
  )
  expect(gone).toEqual([])
  const verdicts = new Set(ROWS.map(({ verdict }) => verdict))
  // No gap among them, which would be called one.
  expect([...verdicts].sort()).toEqual(['deviation', 'does not apply', 'outside', 'proved'])
  for (const { verdict, where } of ROWS) if (verdict !== 'proved') expect(where.length).toBeGreaterThan(15)
  const count = (verdict: string): number => ROWS.filter(row => row.verdict === verdict).length
  process.stdout.write(
    `bar 12: ASVS level 1: ${ROWS.length} of 70 mapped, ${count('proved')} proved, ${count('gap')} open\n`,
  )
})
