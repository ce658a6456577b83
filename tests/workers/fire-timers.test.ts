import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { updateCategory } from '../../src/app/community/update-category.ts'
import { fireTimer } from '../../src/app/journal/fire-timer.ts'
import { fireTimers } from '../../workers/fire-timers.ts'
import { buildCommunity, ROOT, type SmallCommunity } from '../support/community.ts'
import { afterThis, openHouse, type TestDeps } from '../support/house.ts'

/* The handling clock, driven by the sweep on a clock that the test moves. */

const failures: unknown[] = []
const sweep = (deps: TestDeps): Promise<number> => fireTimers(deps, (_, error) => failures.push(error))

async function historyOf(
  deps: TestDeps,
  community: { id: string },
  finding: { id: string },
): Promise<string[]> {
  return (await deps.db.read.journal.ofRecord(community.id, finding.id)).map(entry => entry.event)
}

async function limitOf(deps: TestDeps, community: SmallCommunity, duration: string): Promise<void> {
  await deps.db.transaction(tx =>
    updateCategory(
      deps,
      tx,
      ROOT,
      { communityId: community.id, code: '0101' },
      { limit: { duration, basis: 'continuous' } },
      null,
    ),
  )
}

describe('the handling clock', () => {
  it('warns at 80 % of the limit, is overdue at due, and gives the cards after that, each once', async () => {
    const deps = await openHouse()
    const community = await buildCommunity(deps)
    await limitOf(deps, community, 'PT2S')
    const volunteer = await community.member('王阿姨', ['patroller'])
    const finding = await community.report(volunteer)
    const steps: string[][] = []
    for (const ms of [1_599, 1, 400, 999, 1, 1_000, 60_000]) {
      deps.clock.pass(ms)
      await sweep(deps)
      steps.push((await historyOf(deps, community, finding)).filter(event => event.startsWith('clock.')))
    }
    expect(steps).toEqual([
      [],
      ['clock.warn'],
      ['clock.warn', 'clock.overdue'],
      ['clock.warn', 'clock.overdue'],
      ['clock.warn', 'clock.overdue', 'clock.yellow'],
      ['clock.warn', 'clock.overdue', 'clock.yellow', 'clock.red'],
      ['clock.warn', 'clock.overdue', 'clock.yellow', 'clock.red'],
    ])
    expect(failures).toEqual([])
    // What still waits is not the clock's: the unit has neither received it nor answered, and nobody acknowledged.
    expect((await deps.db.read.later.timersOf(community.id, finding.id)).map(({ name }) => name)).toEqual([
      'ladder.handle.red',
      'stage.warn',
      'supervision.unanswered',
    ])
  })

  it('catches up in one sweep after the program was down, and turns overdue once', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'xuncha-down-'))
    afterThis(() => rm(directory, { recursive: true, force: true }))
    const before = await openHouse('2025-10-13T01:00:00.000Z', directory)
    const community = await buildCommunity(before)
    await limitOf(before, community, 'PT2S')
    const finding = await community.report(await community.member('王阿姨', ['patroller']))
    await before.db.close()

    const after = await openHouse('2025-10-13T09:00:00.000Z', directory)
    await Promise.all([sweep(after), sweep(after)])
    expect((await historyOf(after, community, finding)).filter(e => e.startsWith('clock.'))).toEqual([
      'clock.warn',
      'clock.overdue',
      'clock.yellow',
      'clock.red',
    ])
    const row = await after.db.read.findings.find(community.id, finding.id)
    expect(row?.clock).toBe('red')
    expect(row?.state).toBe('dispatched')
  })

  it('leaves a finding alone that was handed in before its timers rang', async () => {
    const deps = await openHouse()
    const community = await buildCommunity(deps)
    await limitOf(deps, community, 'PT2S')
    const manager = await community.member('李经理', ['unit_manager'], {
      unitId: community.units.property,
      affiliation: 'property',
    })
    const finding = await community.report(await community.member('王阿姨', ['patroller']))
    await community.happen(manager, finding, { type: 'receive' })
    await community.happen(manager, finding, {
      type: 'rectify',
      photoIds: [await community.photo(manager)],
      note: '已清走',
    })
    deps.clock.pass(3_600_000)
    expect(await sweep(deps)).toBe(0)
    expect((await deps.db.read.findings.find(community.id, finding.id))?.clock).toBe('stopped')
  })

  it('ignores a timer that was replaced while it was on its way', async () => {
    const deps = await openHouse()
    const community = await buildCommunity(deps)
    const manager = await community.member('李经理', ['unit_manager'], {
      unitId: community.units.property,
      affiliation: 'property',
    })
    const coordinator = await community.member('陈社工', ['coordinator'])
    const finding = await community.report(await community.member('王阿姨', ['patroller']))
    await community.happen(manager, finding, { type: 'receive' })
    const [old] = await deps.db.read.later.timersOf(community.id, finding.id)
    await community.happen(manager, finding, {
      type: 'apply_extension',
      duration: 'P1D',
      reason: '等待业主清理',
    })
    await community.happen(coordinator, finding, { type: 'decide_extension', approve: true })
    const [replaced] = await deps.db.read.later.timersOf(community.id, finding.id)
    expect(replaced?.fireAt).toBeGreaterThan(old?.fireAt ?? 0)
    deps.clock.set(old?.fireAt ?? 0)
    expect(await fireTimer(deps, old as NonNullable<typeof old>)).toBe('stale')
    expect(await sweep(deps)).toBe(0)
  })

  it('resumes a suspended finding by itself on the agreed day', async () => {
    const deps = await openHouse('2025-10-13T01:00:00.000Z')
    const community = await buildCommunity(deps)
    const manager = await community.member('李经理', ['unit_manager'], {
      unitId: community.units.property,
      affiliation: 'property',
    })
    const supervisor = await community.member('周督查', ['supervisor'])
    const finding = await community.report(await community.member('王阿姨', ['patroller']))
    await community.happen(manager, finding, {
      type: 'apply_suspension',
      reason: 'season',
      resumeBy: '2025-10-20T01:00:00.000Z',
    })
    const suspended = await community.happen(supervisor, finding, {
      type: 'decide_suspension',
      approve: true,
    })
    expect(suspended.state).toBe('suspended')
    deps.clock.set('2025-10-20T00:59:59.999Z')
    // The coming end was announced on the 17th.
    expect(await sweep(deps)).toBe(1)
    expect(await sweep(deps)).toBe(0)
    deps.clock.set('2025-10-20T01:00:00.000Z')
    expect(await sweep(deps)).toBe(1)
    const row = await deps.db.read.findings.find(community.id, finding.id)
    expect(row?.state).toBe('in_progress')
    expect(row?.clock).toBe('running')
  })
})
