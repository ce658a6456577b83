import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { STORED_FINDING_STATES } from '../../machines/finding/states.ts'
import {
  aboveOf,
  CHAIN,
  hearersAt,
  heightOf,
  isAtTop,
  NOTICES,
  noticeOf,
  originalKindOf,
  topOf,
} from '../../machines/ladder.ts'
import { nameOfTopic } from '../../src/app/notices/topic-names.ts'

/** The rungs of each ladder, in the order in which they come. */
const LADDERS: readonly (readonly string[])[] = [
  ['handle.warn', 'handle.due', 'handle.overdue', 'handle.yellow', 'handle.red'],
  ...['triage', 'verify', 'dispatch', 'receive', 'check', 'close'].map(stage =>
    ['warn', 'overdue', 'raised'].map(rung => `${stage}.${rung}`),
  ),
  ['suspension.ending'],
  ['supervision.unanswered'],
  ['patrol.missed'],
]
const climbing = [...NOTICES.values()].filter(({ climbs }) => climbs)

describe('the ladder', () => {
  it('has these rungs and no others', () => {
    const rungs = [...NOTICES].filter(([, { rung }]) => rung !== '').map(([kind]) => kind)
    expect(rungs.sort()).toEqual(LADDERS.flat().sort())
  })

  it.each(LADDERS)('%s …: each rung is heard by somebody above all who heard the one before', (...kinds) => {
    const heights = kinds.map(kind => topOf(noticeOf(kind)))
    expect(heights).toEqual([...new Set(heights)].sort((a, b) => a - b))
  })

  it('climbs from the first lateness on, and not before', () => {
    expect(climbing.map(({ topic, rung }) => `${topic}.${rung}`).sort()).toEqual(
      LADDERS.flat()
        .filter(kind => !/warn|due$|ending/.test(kind) || kind.endsWith('.overdue'))
        .sort(),
    )
  })

  it.each(climbing)(
    '$topic $rung: climbs to the whole community, one step at a time, and stays there',
    notice => {
      const steps = aboveOf(notice).length
      expect(topOf({ hearers: hearersAt(notice, steps) })).toBe(CHAIN.length)
      for (let level = 0; level < steps; level++) {
        expect(isAtTop(notice, level)).toBe(false)
        expect(topOf({ hearers: hearersAt(notice, level + 1) })).toBeGreaterThan(
          topOf({ hearers: hearersAt(notice, level) }),
        )
      }
      expect(isAtTop(notice, steps)).toBe(true)
      expect(hearersAt(notice, steps + 7)).toEqual(hearersAt(notice, steps))
    },
  )

  it.each(['triage', 'verify', 'dispatch', 'check', 'close', 'patrol'])(
    '%s is the community’s own affair: the unit never hears of it',
    topic => {
      for (const notice of NOTICES.values())
        if (notice.topic === topic) expect(hearersAt(notice, 9)).not.toContain('unit')
    },
  )

  it('names nobody twice', () => {
    for (const notice of NOTICES.values())
      expect(new Set(hearersAt(notice, 9)).size).toBe(hearersAt(notice, 9).length)
  })
})

describe('what a machine says', () => {
  const said = ['finding', 'patrol'].flatMap(name => {
    const text = readFileSync(new URL(`../../machines/${name}/machine.ts`, import.meta.url), 'utf8')
    const told = [...text.matchAll(/tell\('([a-z_.]+)'\)|kind: '([a-z_.]+)'/g)].map(m => m[1] ?? m[2])
    const reminded = [...text.matchAll(/remind\('([a-z]+)'\)/g)].flatMap(([, rung]) =>
      LADDERS.flat().filter(kind => kind.endsWith(`.${rung}`)),
    )
    return [...told, ...reminded]
  })

  it('is heard by somebody, and everything that can be heard is said', () => {
    // Of the original of a merged finding the machine of the merged one knows nothing, and of re-checks none does: the
    // host says it.
    const states = STORED_FINDING_STATES
    const cascaded = states.flatMap(from => states.flatMap(to => originalKindOf(from, to) ?? []))
    const ofRechecks = ['recheck_offered', 'recheck_failed']
    expect([...new Set([...said, ...cascaded, ...ofRechecks])].sort()).toEqual([...NOTICES.keys()].sort())
  })

  it('has words in both languages', () => {
    for (const { topic, rung } of NOTICES.values())
      for (const words of Object.values(nameOfTopic(topic, rung))) expect(words).toMatch(/\S/)
  })

  it('is refused when nobody is named to hear it', () => {
    expect(() => noticeOf('handle.exploded')).toThrow('nobody is named')
    expect(heightOf('reporter')).toBe(0)
  })
})
