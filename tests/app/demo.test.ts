import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FATES, type FateName, fateOf } from '../../src/cli/demo/fates.ts'
import { MEMBERS, SQUADS } from '../../src/cli/demo/people.ts'
import type { PlannedFinding } from '../../src/cli/demo/plan-findings.ts'
import { planYear } from '../../src/cli/demo/plan-year.ts'
import { playYear, simulate } from '../../src/cli/demo/play-year.ts'
import { printReport } from '../../src/cli/demo/print-report.ts'
import { createProgress } from '../../src/cli/demo/progress.ts'
import { headline, isTheArticlesYear, reportYear } from '../../src/cli/demo/report-year.ts'
import { requireUnusedDirectory } from '../../src/cli/demo/require-unused-directory.ts'
import {
  dayOf,
  hourOf,
  isHoliday,
  MINUTE,
  monthOf,
  on,
  YEAR_END,
  YEAR_START,
} from '../../src/cli/demo/the-year.ts'
import { afterThis, openHouse } from '../support/house.ts'
import { openSite } from '../support/site.ts'

const PASSWORD = 'xuncha-demo-2025'
const year = planYear()
const ending = (ends: string) => year.findings.filter(({ fate }) => fateOf(fate).ends === ends)

describe('the planned year', () => {
  it('is the article’s: 169 walks, 392 found, 345 rectified', () => {
    expect(year.patrols.filter(({ fate }) => fate === 'completed')).toHaveLength(169)
    expect(ending('rectified')).toHaveLength(345)
    expect(ending('open')).toHaveLength(47)
    expect([ending('rejected'), ending('merged'), ending('void')].map(list => list.length)).toEqual([9, 7, 5])
  })

  it('deals every fate as often as it says', () => {
    for (const name of [...Object.keys(FATES), 'merged'] as FateName[])
      expect([name, year.findings.filter(({ fate }) => fate === name).length]).toEqual([
        name,
        fateOf(name).count,
      ])
  })

  it('keeps everything within the local year', () => {
    const moments = [...year.patrols, ...year.findings].map(({ at }) => at)
    expect(Math.min(...moments)).toBeGreaterThan(YEAR_START)
    expect(Math.max(...moments)).toBeLessThan(YEAR_END)
  })

  it('finds on a walk what is found during it, by somebody who walks along', () => {
    for (const { patrol: number, at, reporter } of year.findings) {
      if (number === null) continue
      const walk = year.patrols[number]!
      const squad = SQUADS.find(({ key }) => key === walk.squad)!
      expect(walk.fate).toBe('completed')
      expect(at).toBeGreaterThan(walk.at)
      expect(at).toBeLessThan(walk.at + walk.minutes * MINUTE)
      expect([squad.lead, ...squad.members]).toContain(reporter)
    }
  })

  it('sends the four parties out together', () => {
    for (const { lead, members } of SQUADS) {
      const parties = [lead, ...members].map(login => MEMBERS.find(m => m.login === login)?.affiliation)
      expect(new Set(parties)).toEqual(new Set(['property', 'police', 'grid', 'resident']))
    }
  })

  it('has seasons, holidays, weekends and nights', () => {
    const count = (codes: RegExp, months: number[]): number =>
      year.findings.filter(f => codes.test(f.categoryCode) && months.includes(monthOf(dayOf(f.at)))).length
    expect(count(/^020[23]/, [11, 12, 1, 2])).toBeGreaterThan(3 * count(/^020[23]/, [6, 7, 8, 9]))
    expect(count(/^030[123]/, [6, 7, 8, 9])).toBeGreaterThan(2 * count(/^030[123]/, [11, 1, 2, 3]))
    const walks = year.patrols.filter(({ fate }) => fate === 'completed')
    expect(walks.filter(({ at }) => isHoliday(dayOf(at)))).toHaveLength(2)
    expect(walks.filter(({ at }) => hourOf(at) >= 20).length).toBeGreaterThan(8)
    expect(walks.filter(({ at }) => [0, 6].includes(new Date(at).getUTCDay())).length).toBeGreaterThan(20)
  })

  it('has walks that find nothing, are cancelled and are missed', () => {
    const busy = new Set(year.findings.map(({ patrol }) => patrol))
    const fates = year.patrols.map(({ fate, number }) =>
      fate === 'completed' && !busy.has(number) ? 'nil' : fate,
    )
    expect(['nil', 'cancelled', 'missed'].map(fate => fates.filter(f => f === fate).length)).toEqual([
      24, 6, 5,
    ])
  })

  it('plans what is announced: each squad has a plan whose days are its planned walks, and five of them are missed', () => {
    const planned = year.patrols.filter(patrol => patrol.planned)
    expect(planned.length).toBeGreaterThan(70)
    const fates = ['completed', 'cancelled', 'missed'].map(
      fate => planned.filter(p => p.fate === fate).length,
    )
    expect(fates.slice(1)).toEqual([6, 5])
    for (const { squad, exceptDays, extraDays, rule } of year.plans) {
      const days = planned.filter(walk => walk.squad === squad).map(({ at }) => dayOf(at))
      expect(new Set(days).size).toBe(days.length)
      expect(exceptDays.some(day => days.includes(day))).toBe(false)
      expect(extraDays.every(day => days.includes(day))).toBe(true)
      expect(rule).toMatch(/UNTIL=20251231$/)
    }
  })

  it('merges a report into one of the same kind at the same place', () => {
    for (const { master, at, place, categoryCode } of ending('merged')) {
      const first = year.findings[master ?? -1] as PlannedFinding
      expect([first.place, first.categoryCode, first.at < at]).toEqual([place, categoryCode, true])
    }
  })

  it('comes out the same every time', () => {
    expect(planYear()).toEqual(year)
  })
})

describe('the year in the records', () => {
  it('is the planned one, whole and recounted, and the server says so too', {
    timeout: 240_000,
  }, async () => {
    const house = await openHouse()
    const deps = { ...house, ...simulate() }
    const settled = await playYear(deps, year, { password: PASSWORD, photos: 'tiny' })
    const report = await reportYear(deps, settled)
    expect(headline(report.summary)).toBe('patrols 169 · found 392 · rectified 345 · rate 88.01 %')
    expect(report.integrity).toMatchObject({ ok: true, findings: { replayed: 413 } })
    expect(report.recount).toMatchObject({ differences: [], findings: 413, patrols: 180 })
    expect(isTheArticlesYear(report)).toBe(true)

    // Planned walks came out of plans with routes, and their stops were made or told of.
    const { patrolCompletionRate, checkpointCoverage, patrolsMissed, recurred } = report.summary
    const completed = year.patrols.filter(({ planned, fate }) => planned && fate === 'completed').length
    expect(patrolsMissed).toBe(5)
    expect(patrolCompletionRate.denominator - patrolCompletionRate.numerator).toBe(5)
    expect(patrolCompletionRate.numerator).toBeGreaterThanOrEqual(completed)
    expect(checkpointCoverage.denominator).toBeGreaterThan(4 * completed)
    expect(checkpointCoverage.value).toBeGreaterThan(90)
    expect(checkpointCoverage.value).toBeLessThan(100)
    expect(recurred).toBeGreaterThan(0)
    const plans = await house.db.read.plans.list({
      communityId: settled.communityId,
      paths: ['/'],
      after: '',
      limit: 10,
    })
    expect(plans.map(({ routeId, squadId }) => [routeId !== null, squadId !== null])).toEqual(
      year.plans.map(() => [true, true]),
    )
    const lines = printReport(report, house.directory, PASSWORD)
    expect(lines.filter(line => line.startsWith('patrols '))).toHaveLength(1)

    // Everything that can happen to a finding did, and nobody is without photos.
    const states = new Set(report.findings.map(({ state }) => state))
    expect(states.size).toBe(12)
    for (const [what, times] of Object.entries(report.happenings))
      expect([what, times > 0]).toEqual([what, true])
    for (const { state, closeKind, photos, flags } of report.findings) {
      expect(photos.map(({ role }) => role)).toContain('before')
      expect(flags).not.toContain('photo_reused')
      if (state === 'closed') expect(photos.map(({ role }) => role)).toContain('after')
      expect(closeKind).not.toBe('forced')
    }

    house.clock.set(YEAR_END)
    const site = await openSite(house)
    const cookie = await site.signIn('supervisor', PASSWORD)
    for (const countBy of ['event', 'cohort']) {
      const query = `from=2025-01-01&to=2026-01-01&countBy=${countBy}`
      const answer = (await site.call('GET', `/metrics/summary?${query}`, { cookie })).json()
      expect(answer).toMatchObject({ found: 392, rectified: 345, rectificationRate: { value: 88.01 } })
      if (countBy === 'event') expect(answer).toEqual(JSON.parse(JSON.stringify(report.summary)))
    }

    // A month with drawn photos ends in the hash that the year had then: pictures are no part of the chain.
    const again = { ...(await openHouse()), ...simulate() }
    const until = on('2025-02-01', '0:00')
    const { communityId } = await playYear(again, year, { password: PASSWORD, photos: 'drawn', until })
    expect(communityId).toBe(settled.communityId)
    const head = await again.db.read.journal.head(communityId)
    const [entry] = await house.db.read.journal.after(communityId, (head?.seq ?? 0) - 1, 1)
    expect(head?.seq).toBeGreaterThan(200)
    expect(entry?.hash).toBe(head?.hash)
  })
})

describe('the command', () => {
  it('writes into a directory that is missing or empty, and into no other', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'xuncha-'))
    afterThis(() => rm(directory, { recursive: true, force: true }))
    requireUnusedDirectory(directory)
    requireUnusedDirectory(join(directory, 'missing'))
    await mkdir(join(directory, 'photos'))
    expect(() => requireUnusedDirectory(directory)).toThrow(/不是空目录[\s\S]*is not empty/)
    await writeFile(join(directory, 'xuncha.sqlite'), '')
    expect(() => requireUnusedDirectory(directory)).toThrow(/已有数据库[\s\S]*holds a database already/)
  })

  it('tells of each month once, on a terminal day by day in the same line', () => {
    const tell = (isTTY: boolean): string => {
      let written = ''
      const progress = createProgress({ isTTY, write: text => (written += text) })
      for (const day of ['2025-01-02', '2025-01-03', '2025-02-01'])
        progress.at(on(day, '9:00'), { patrols: Number(day.slice(-2)), findings: 7 })
      progress.end()
      return written
    }
    expect(tell(false)).toBe(
      '2025-01 一月 January · 巡查 patrols 3 · 上报 reports 7\n' +
        '2025-02 二月 February · 巡查 patrols 1 · 上报 reports 7\n',
    )
    expect(tell(true).split('\n')).toHaveLength(3)
    expect(tell(true)).toContain('\r2025-01 一月 January · 巡查 patrols 2 · 上报 reports 7 · 2025-01-02')
  })
})
