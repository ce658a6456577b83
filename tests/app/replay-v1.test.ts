import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FindingRow } from '../../db/stores/findings.ts'
import type { JournalRow } from '../../db/stores/journal.ts'
import type { PatrolRow } from '../../db/stores/patrols.ts'
import type { FindingContext } from '../../machines/finding/context.ts'
import type { FindingDeed } from '../../machines/finding/events.ts'
import { type FindingState, isOpen, type StageState } from '../../machines/finding/states.ts'
import type { Actor, Role } from '../../machines/people.ts'
import { getCommunity } from '../../src/app/community/community.ts'
import { bookDifference, NO_CONTRIBUTION } from '../../src/app/figures/book-figures.ts'
import { recount } from '../../src/app/figures/recount.ts'
import { recordOf } from '../../src/app/findings/finding-record.ts'
import { stepFinding } from '../../src/app/findings/take-finding-step.ts'
import { canonicalJson } from '../../src/app/journal/canonical-json.ts'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { fireTimer } from '../../src/app/journal/fire-timer.ts'
import { appendEntries, headOf, linkOf } from '../../src/app/journal/keep-journal.ts'
import { contributionOfReplay, replay } from '../../src/app/journal/replay.ts'
import { isLadderTimer } from '../../src/app/notices/ladder-timer.ts'
import { openSetting } from '../support/finding-setting.ts'
import { openHouse, type TestDeps } from '../support/house.ts'

/*
 * Records as the program wrote them while its machines were at version 1, with their journals and their timers. They
 * are never written again: whatever becomes of the machines, these lives have to lead where they led then.
 */

interface Golden<Row> {
  readonly name: string
  readonly row: Omit<Row, 'context' | 'stageClock' | 'mergedInto' | 'fixOf' | 'fixClosedAt' | 'fixHeldMs'> & {
    readonly context: Row extends FindingRow ? FindingContext : object
  }
  readonly journal: readonly (Omit<JournalRow, 'payload'> & { readonly payload: object })[]
  readonly timers: readonly { readonly name: string; readonly fireAt: number }[]
}
const read = <Row>(file: string): Golden<Row>[] =>
  JSON.parse(readFileSync(new URL(`../golden/1/${file}`, import.meta.url), 'utf8'))
const FINDINGS = read<FindingRow>('findings.json')
const PATROLS = read<PatrolRow>('patrols.json')

const entriesOf = ({ journal }: Golden<unknown>): JournalRow[] =>
  journal.map(entry => ({ ...entry, payload: JSON.stringify(entry.payload) }))

const standing = ({ row }: Golden<FindingRow>, stage: StageState) => ({
  work: row.state,
  clock: row.clock,
  stage,
})

describe('every life that version 1 wrote down', () => {
  it('is here: findings and patrols in every state that can be stored', () => {
    const found = new Set(FINDINGS.map(({ row }) => row.state))
    expect([...found].sort()).toEqual([
      'closed',
      'dispatched',
      'in_progress',
      'merged',
      'rectified',
      'registered',
      'rejected',
      'reported',
      'self_handled',
      'suspended',
      'verifying',
      'void',
    ])
    const clocks = new Set(FINDINGS.map(({ row }) => row.clock))
    expect([...clocks].sort()).toEqual([
      'idle',
      'overdue',
      'paused',
      'red',
      'running',
      'stopped',
      'warned',
      'yellow',
    ])
    const walked = new Set(PATROLS.map(({ row }) => row.state))
    expect([...walked].sort()).toEqual([
      'active',
      'cancelled',
      'completed',
      'missed',
      'paused',
      'ready',
      'submitted',
    ])
    const versions = [...FINDINGS, ...PATROLS].flatMap(({ row, journal }) => [
      row.machineVersion,
      ...journal.map(({ machineVersion }) => machineVersion),
    ])
    expect(new Set(versions)).toEqual(new Set([1]))
  })

  it.each(FINDINGS)('a finding, $name: leads where it led, and no stage is watched', golden => {
    const end = replay(entriesOf(golden))
    if (end.outcome === 'broken') throw new Error(`entry ${end.seq}: ${end.why}`)
    expect(end.version).toBe(golden.row.version)
    expect(end.saved.value).toEqual(standing(golden, 'unwatched'))
    expect(canonicalJson(end.saved.context)).toBe(canonicalJson(golden.row.context))
  })

  it.each(PATROLS)('a patrol, $name: leads where it led', golden => {
    const end = replay(entriesOf(golden))
    if (end.outcome === 'broken') throw new Error(`entry ${end.seq}: ${end.why}`)
    expect(end.version).toBe(golden.row.version)
    expect(end.saved.value).toBe(golden.row.state)
    expect(canonicalJson(end.saved.context)).toBe(canonicalJson(golden.row.context))
  })

  it('is sealed as it was: the links of the chain are computed the same way', () => {
    for (const golden of [...FINDINGS, ...PATROLS])
      for (const { hash, ...entry } of entriesOf(golden)) expect(linkOf(entry)).toBe(hash)
  })

  it('would show a machine that judges otherwise: one entry that led elsewhere breaks the replay', () => {
    for (const golden of FINDINGS) {
      const entries = entriesOf(golden)
      const last = entries.pop() as JournalRow
      expect(replay([...entries, { ...last, toState: 'closed running' }]).outcome).toBe('broken')
      expect(replay([...entries, { ...last, machineVersion: 2 }]).outcome).toBe('broken')
    }
  })
})

/** Puts a record into this community's database as an upgrade would find it: on version 1, its timers waiting. */
async function bring(deps: TestDeps, communityId: string, golden: Golden<FindingRow>, n: number) {
  const { row, journal, timers }: Golden<FindingRow> = JSON.parse(
    JSON.stringify(golden).replaceAll(golden.row.communityId, communityId),
  )
  const entries = entriesOf({ ...golden, journal })
  await deps.db.transaction(async tx => {
    const unlinked = entries.map(({ seq: _, hash: __, prevHash: ___, causedBy, ...entry }) => ({
      ...entry,
      causedByPrevious: causedBy !== null,
    }))
    await tx.journal.moveHead(await appendEntries(tx, await headOf(tx, communityId), unlinked))
    await tx.findings.insert({
      ...row,
      number: `2025-9${String(n).padStart(5, '0')}`,
      context: JSON.stringify(row.context),
      stageClock: 'unwatched',
      mergedInto: row.context.mergedInto,
      fixOf: null,
      fixClosedAt: null,
      fixHeldMs: null,
    })
    for (const { name, fireAt } of timers)
      await tx.later.setTimer({
        communityId,
        recordType: 'finding',
        recordId: row.id,
        name,
        fireAt,
        tryAt: fireAt,
        token: row.version,
        attempts: 0,
      })
    await bookDifference(tx, communityId, NO_CONTRIBUTION, contributionOfReplay('finding', entries))
  })
  return row.id
}

async function openUpgraded() {
  const deps = await openHouse()
  const { community } = await openSetting(deps, 'full')
  for (const [n, golden] of FINDINGS.entries()) await bring(deps, community.id, golden, n)
  return { deps, communityId: community.id }
}

/** Lets the records' own timers ring, each at its moment; who is reminded of them again and again is another story. */
async function ringUntil(deps: TestDeps, moment: string): Promise<void> {
  const own = async () =>
    (await deps.db.read.later.dueTimers(Date.parse(moment), 10_000)).find(({ name }) => !isLadderTimer(name))
  for (let timer = await own(); timer; timer = await own()) {
    deps.clock.set(Math.max(deps.clock.now(), timer.fireAt))
    await fireTimer(deps, timer)
  }
}

const somebody = (id: string, roles: readonly Role[], more: Partial<Actor> = {}): Actor => ({
  id,
  roles,
  unitId: null,
  affiliation: 'community',
  ...more,
})
const coordinator = somebody('协调员丙', ['coordinator'])
const checker = somebody('巡查员丙', ['patroller'], { affiliation: 'grid' })
const ROUTE = { unitId: '物业', unitKind: 'property', external: false }

/** What somebody does next in each state, and where the clock of the stage stands after it. */
const NEXT: Readonly<
  Record<string, readonly [deed: FindingDeed, to: FindingState, stage: StageState, by?: Actor]>
> = {
  reported: [{ type: 'request_verify' }, 'verifying', 'in_time'],
  verifying: [{ type: 'verify_result', result: 'unable' }, 'reported', 'in_time', checker],
  self_handled: [{ type: 'reject_self_handled', reason: '散列' }, 'reported', 'in_time'],
  registered: [{ type: 'dispatch', route: ROUTE, competent: true, active: true }, 'dispatched', 'in_time'],
  dispatched: [{ type: 'receive' }, 'in_progress', 'unwatched'],
  in_progress: [{ type: 'rectify', note: '散列', photoIds: ['照片'] }, 'rectified', 'in_time'],
  suspended: [{ type: 'resume' }, 'in_progress', 'unwatched'],
  rectified: [{ type: 'check', result: 'pass' }, 'rectified', 'in_time', checker],
  'rectified, closed by the rule': [{ type: 'check', result: 'pass' }, 'closed', 'unwatched', checker],
  closed: [{ type: 'callback', contacted: true }, 'closed', 'unwatched'],
}

describe('what version 1 began', () => {
  it.each(FINDINGS.filter(({ row }) => row.state in NEXT))('goes on as version 3: $name', async golden => {
    const deps = await openHouse()
    const { community } = await openSetting(deps, 'full')
    const id = await bring(deps, community.id, golden, 1)
    const row = (await deps.db.read.findings.find(community.id, id)) as FindingRow
    const { assignment, policy } = JSON.parse(row.context) as FindingContext
    const byRule = row.state === 'rectified' && policy.closeOnPass
    const [deed, to, stage, by] = NEXT[byRule ? 'rectified, closed by the rule' : row.state] ?? []
    const unit = somebody('经理丙', ['unit_manager', 'handler'], { unitId: assignment?.unitId ?? null })
    const actor = by ?? (['receive', 'rectify'].includes(deed?.type ?? '') ? unit : coordinator)
    const at = JSON.parse(row.context).at + 60_000
    await deps.db.transaction(async tx => {
      const scope = { tx, chance: deps.chance, community: await getCommunity(tx, community.id), at }
      await stepFinding(scope, recordOf(row), deed as FindingDeed, actor, {})
    })

    const after = (await deps.db.read.findings.find(community.id, id)) as FindingRow
    expect(after).toMatchObject({ state: to, stageClock: stage, machineVersion: 3 })
    const entries = await deps.db.read.journal.ofRecord(community.id, id)
    expect(entries.at(-1)).toMatchObject({ machineVersion: 3, toState: `${to} ${after.clock} ${stage}` })
    expect(entries.map(({ machineVersion }) => machineVersion)).toEqual([
      ...golden.journal.map(() => 1),
      ...(byRule ? [3, 3] : [3]),
    ])
    const end = replay(entries)
    if (end.outcome === 'broken') throw new Error(`entry ${end.seq}: ${end.why}`)
    expect(end.saved.value).toEqual({ work: to, clock: after.clock, stage })
    expect(canonicalJson(end.saved.context)).toBe(canonicalJson(JSON.parse(after.context)))
    const timers = await deps.db.read.later.timersOf(community.id, id)
    expect(timers.some(({ name }) => name === 'stage.warn')).toBe(stage === 'in_time')
    expect(await checkIntegrity(deps.db.read, community.id)).toMatchObject({
      ok: true,
      findings: { replayed: 1, differing: [] },
    })
  })

  it('agrees with its journal as it is, in one community', async () => {
    const { deps, communityId } = await openUpgraded()
    expect(await checkIntegrity(deps.db.read, communityId)).toMatchObject({
      ok: true,
      findings: { replayed: FINDINGS.length, differing: [] },
    })
    expect((await recount(deps, communityId)).differences).toEqual([])
  })

  it('hears its old timers ring: clocks go on, suspensions end, and all of it agrees', async () => {
    const { deps, communityId } = await openUpgraded()
    await ringUntil(deps, '2026-01-15T01:00:00.000Z')
    for (const { name, row, timers } of FINDINGS) {
      const after = await deps.db.read.findings.find(communityId, row.id)
      const gone = (await deps.db.read.later.timersOf(communityId, row.id)).map(timer => timer.name)
      expect([name, gone.filter(timer => timers.some(old => old.name === timer))]).toEqual([name, []])
      const moved = timers.length > 0
      expect([name, after?.machineVersion]).toEqual([name, moved ? 3 : 1])
      // A unit that still has it has had it for months.
      if (moved && isOpen(row.state as FindingState)) expect([name, after?.clock]).toEqual([name, 'red'])
    }
    expect(await checkIntegrity(deps.db.read, communityId)).toMatchObject({
      ok: true,
      findings: { replayed: FINDINGS.length, differing: [] },
    })
    expect((await recount(deps, communityId)).differences).toEqual([])
  })
})
