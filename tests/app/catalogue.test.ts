import { describe, expect, it } from 'vitest'
import { FINDING_RULES } from '../../machines/finding/rules.ts'
import { PATROL_RULES } from '../../machines/patrol/rules.ts'
import { CATALOGUE } from '../../src/app/catalogue.ts'
import { isErrorCode } from '../../src/app/errors.ts'

type Check = readonly [code: string, ...unknown[]]
interface Checked {
  readonly actor?: readonly Check[]
  readonly payload?: readonly Check[]
}

describe('the error catalogue', () => {
  it('explains every condition that a machine can refuse with', () => {
    const rules: Checked[] = [...Object.values(FINDING_RULES), ...Object.values(PATROL_RULES)]
    const codes = rules.flatMap(({ actor = [], payload = [] }) =>
      [...actor, ...payload].map(([code]) => code),
    )
    expect(codes.length).toBeGreaterThan(50)
    expect(codes.filter(code => !isErrorCode(code))).toEqual([])
  })

  it.each(Object.entries(CATALOGUE))(
    'says what %s is and what to do, in Chinese and in English',
    (_, { zh, en }) => {
      for (const words of zh) expect(words).toMatch(/[\u4e00-\u9fff]/)
      for (const words of en) expect(words).toMatch(/^[^\u4e00-\u9fff]{6,}$/)
      expect(en[1]).toMatch(/[.!)]$/)
    },
  )

  it('fills the same places in both languages', () => {
    const places = (words: readonly string[]): string[] =>
      words
        .join(' ')
        .match(/\{\w+\}/g)
        ?.sort() ?? []
    for (const { zh, en } of Object.values(CATALOGUE)) expect(places(zh)).toEqual(places(en))
  })
})
