import { beforeEach, describe, expect, it } from 'vitest'
import { instantOf, localDay } from '../../machines/zone.ts'
import type { Caller } from '../../src/app/caller.ts'
import { createPlan, type PlanInput } from '../../src/app/plans/create-plan.ts'
import { makePatrols } from '../../src/app/plans/make-patrols.ts'
import { updatePlan } from '../../src/app/plans/update-plan.ts'
import { fireTimers } from '../../workers/fire-timers.ts'
import { buildCommunity, type SmallCommunity } from '../support/community.ts'
import { openHouse, type TestDeps } from '../support/house.ts'

/* Fault F15: plans on a simulated clock, on the days when clocks are turned and working days are moved. */

const HOUR = 3_600_000
const DAY = 24 * HOUR

let deps: TestDeps
let community: SmallCommunity
let wang: Caller

const fail = (what: unknown, error: unknown) => {
  throw new Error(`${String(what)}: ${String(error)}`)
}
const sweep = async (): Promise<void> => {
  await makePatrols(deps, fail)
  await fireTimers(deps, (timer, error) => fail(timer.name, error))
}
const plan = async (content: Partial<PlanInput> = {}) =>
  (
    await deps.db.transaction(tx =>
      createPlan(deps, tx, wang, {
        placeId: community.places.estate.id,
        name: '夜巡',
        theme: 'corridor',
        rule: 'FREQ=DAILY',
        startTimes: ['02:30'],
        window: 'PT1H',
        ...content,
      }),
    )
  ).view
const patrols = async () => {
  const visible = { everything: true, memberId: null, paths: [] }
  const query = { communityId: community.id, visible, filter: {}, cursor: null, limit: 1_000 }
  const rows = await deps.db.read.patrols.list(query)
  return rows.sort((a, b) => (a.windowStart ?? 0) - (b.windowStart ?? 0))
}

async function settle(start: string, timeZone = 'Asia/Shanghai'): Promise<void> {
  deps = { ...(await openHouse(start)), communityTimeZone: timeZone }
  community = await buildCommunity(deps)
  wang = await community.member('王五', ['coordinator'])
}

describe.each([
  // [zone, first local day, the day the clock is turned, what 02:30 (02:15 on Lord Howe) becomes on it, in UTC]
  ['Europe/Berlin', '2026-03-15', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
  ['Europe/Berlin', '2026-10-11', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
  ['America/New_York', '2026-02-22', '2026-03-08', '02:30', '2026-03-08T07:30:00.000Z'],
  ['America/New_York', '2026-10-18', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
  ['Australia/Lord_Howe', '2026-09-20', '2026-10-04', '02:15', '2026-10-03T15:45:00.000Z'],
  ['Australia/Lord_Howe', '2026-03-22', '2026-04-05', '01:45', '2026-04-04T14:45:00.000Z'],
  ['Asia/Shanghai', '2026-02-10', '2026-02-17', '02:30', '2026-02-16T18:30:00.000Z'],
  ['Asia/Shanghai', '2027-12-20', '2028-02-29', '02:30', '2028-02-28T18:30:00.000Z'],
  ['UTC', '2026-12-20', '2027-01-01', '02:30', '2027-01-01T02:30:00.000Z'],
])('a round a night in %s from %s', (zone, first, turned, time, at) => {
  it(`is made once for each local night, missed once, and on ${turned} begins at ${at}`, async () => {
    await settle(new Date(instantOf(first, 0, zone)).toISOString(), zone)
    const { id } = await plan({ startTimes: [time] })
    const nights = Math.round((Date.parse(turned) - Date.parse(first)) / DAY) + 16
    for (let hour = 0; hour < nights * 24; hour += 7) {
      await sweep()
      deps.clock.pass(7 * HOUR)
    }
    await sweep()
    const rows = await patrols()
    const days = rows.map(row => localDay(row.windowStart ?? 0, zone))
    const from = Date.parse(first)
    const expected = rows.map((_, n) => new Date(from + n * DAY).toISOString().slice(0, 10))
    expect(days).toEqual(expected)
    expect(rows.length).toBeGreaterThanOrEqual(nights)
    const onTheDay = rows.find((_, n) => days[n] === turned)
    expect(new Date(onTheDay?.windowStart ?? 0).toISOString()).toBe(at)
    const over = rows.filter(row => (row.windowEnd ?? 0) + HOUR / 2 <= deps.clock.now())
    expect(over.map(row => row.state)).toEqual(over.map(() => 'missed'))
    expect(over.length).toBeGreaterThanOrEqual(nights - 1)
    const key = {
      communityId: community.id,
      scopeId: community.rootPlaceId,
      from: '2020-01-01',
      to: '2030-01-01',
    }
    expect((await deps.db.read.rollups.sum(key, 'event')).patrolsMissed).toBe(over.length)
    expect(await deps.db.read.plans.patrolOfSlot(community.id, id, `${turned}T${time}`)).toBe(onTheDay?.id)
  })
})

describe('around the Spring Festival of 2026', () => {
  const daysFrom = async (content: Partial<PlanInput>) => {
    await settle('2026-02-08T16:00:00.000Z')
    await plan({ rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', startTimes: ['09:00'], ...content })
    deps.clock.set('2026-02-12T00:00:00.000Z')
    await sweep()
    deps.clock.set('2026-03-01T00:00:00.000Z')
    await sweep()
    const rows = await patrols()
    return rows.map(row => localDay(row.windowStart ?? 0, 'Asia/Shanghai')).filter(day => day < '2026-03-02')
  }

  it('a plan for working days leaves out the holidays and walks on the make-up days', async () => {
    const days = await daysFrom({ onHolidays: false, onMakeUpDays: true })
    expect(days).toEqual([
      '2026-02-09',
      '2026-02-10',
      '2026-02-11',
      '2026-02-12',
      '2026-02-13',
      // Saturdays that are worked: 14 and 28 February; 15 to 23 February are off.
      '2026-02-14',
      '2026-02-24',
      '2026-02-25',
      '2026-02-26',
      '2026-02-27',
      '2026-02-28',
    ])
  })

  it('a plan that says nothing walks on weekdays, holiday or not', async () => {
    const days = await daysFrom({})
    expect(days).toContain('2026-02-17')
    expect(days).not.toContain('2026-02-14')
    expect(days).toHaveLength(15)
  })

  it('exceptions are left out and extra days walked', async () => {
    const days = await daysFrom({ exceptDays: ['2026-02-10'], extraDays: ['2026-02-22'] })
    expect(days).not.toContain('2026-02-10')
    expect(days).toContain('2026-02-22')
  })
})

describe('planning', () => {
  beforeEach(async () => {
    await settle('2026-03-02T00:00:00.000Z')
  })

  it('by several processes at once makes each patrol once', async () => {
    await plan({ startTimes: ['09:00', '20:00'] })
    await Promise.all([1, 2, 3, 4].map(() => makePatrols(deps, fail)))
    // Fourteen days with two rounds each; the first day begins at 08:00.
    expect(await patrols()).toHaveLength(28)
    expect(await makePatrols(deps, fail)).toBe(0)
  })

  it('that has read a plan before another process moved on finds every slot taken', async () => {
    const { id } = await plan({ startTimes: ['09:00'] })
    const read = await deps.db.read.plans.find(community.id, id)
    await sweep()
    const plannedUntil = read?.plannedUntil ?? 0
    await deps.db.transaction(tx =>
      tx.plans.planned({ communityId: community.id, id, version: 1 }, plannedUntil),
    )
    expect(await makePatrols(deps, fail)).toBe(0)
    expect(await patrols()).toHaveLength(14)
  })

  it('after days without power makes what went by, and it is missed, not dropped', async () => {
    await plan({ startTimes: ['20:00'] })
    await sweep()
    deps.clock.pass(20 * DAY)
    await sweep()
    const rows = await patrols()
    expect(rows).toHaveLength(34)
    expect(rows.filter(row => row.state === 'missed')).toHaveLength(20)
    await sweep()
    expect((await patrols()).filter(row => row.version === 2)).toHaveLength(20)
  })

  it('makes nothing of what lay before the plan', async () => {
    await plan({ startTimes: ['07:00'], startDay: '2026-02-01' })
    await sweep()
    expect(localDay((await patrols())[0]?.windowStart ?? 0, 'Asia/Shanghai')).toBe('2026-03-03')
  })

  it('that is changed cancels what it no longer asks for and keeps the rest', async () => {
    const { id } = await plan({ startTimes: ['20:00'] })
    await sweep()
    const before = await patrols()
    const change = (changes: object) =>
      deps.db.transaction(tx => updatePlan(deps, tx, wang, { id, expected: null, changes }))
    await change({ exceptDays: ['2026-03-05'] })
    await sweep()
    const after = await patrols()
    const called = after.filter(row => row.state === 'cancelled')
    expect(called.map(row => localDay(row.windowStart ?? 0, 'Asia/Shanghai'))).toEqual(['2026-03-05'])
    expect(after.map(row => row.id).sort()).toEqual(before.map(row => row.id).sort())
    await change({ active: false })
    await sweep()
    expect((await patrols()).every(row => row.state === 'cancelled')).toBe(true)
    await change({ active: true, exceptDays: [] })
    await sweep()
    const planned = (await patrols()).filter(row => row.state === 'planned')
    expect(planned).toHaveLength(14)
  })

  it('refuses a rule that names no days', async () => {
    const rules = [
      'FREQ=HOURLY',
      'FREQ=DAILY;BYHOUR=9',
      'BYDAY=MO',
      'FREQ=WEEKLY;BYDAY=XX',
      'FREQ=DAILY;COUNT=0',
      'FREQ=DAILY;INTERVAL=0',
      'FREQ=DAILY;FOO=1',
      'FREQ=DAILY;UNTIL=20261399',
      'FREQ=DAILY;COUNT=3;UNTIL=20260401',
    ]
    for (const rule of rules)
      await expect(plan({ rule }), rule).rejects.toMatchObject({ code: 'plan.rule_invalid' })
  })

  it('ends with the rule: after so many days, or with the local day it names', async () => {
    await plan({ rule: 'FREQ=DAILY;COUNT=3', startTimes: ['20:00'] })
    await plan({ rule: 'RRULE:FREQ=DAILY;UNTIL=20260303T160000Z', startTimes: ['21:00'] })
    await sweep()
    const days = (await patrols()).map(row => localDay(row.windowStart ?? 0, 'Asia/Shanghai'))
    expect(days).toEqual(['2026-03-02', '2026-03-02', '2026-03-03', '2026-03-03', '2026-03-04', '2026-03-04'])
  })
})
