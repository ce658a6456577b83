import { describe, expect, it } from 'vitest'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { type DueTimer, fireTimer, fireTogether, listDueTimers } from '../../src/app/journal/fire-timer.ts'
import { fireTimers } from '../../workers/fire-timers.ts'
import { buildCommunity, type SmallCommunity } from '../support/community.ts'
import { openHouse, type TestDeps } from '../support/house.ts'

/* Many timers in one transaction: what is written is what each by itself would have written, to the last hash. */

interface Street {
  readonly deps: TestDeps
  readonly community: SmallCommunity
  readonly findings: readonly { readonly id: string }[]
}

/** Seven findings of one building that nobody has received, and somebody of every role to hear of it. */
async function openStreet(): Promise<Street> {
  const deps = await openHouse()
  const community = await buildCommunity(deps)
  const property = { unitId: community.units.property, affiliation: 'property' } as const
  await community.member('李经理', ['unit_manager'], property)
  await community.member('陈社工', ['coordinator'])
  await community.member('周督查', ['supervisor'])
  const volunteer = await community.member('王阿姨', ['patroller'])
  const findings: { id: string }[] = []
  for (let n = 0; n < 7; n += 1) findings.push(await community.report(volunteer))
  return { deps, community, findings }
}

/** Rings whatever is due, round after round; by name, so that a rung is told before the ladder of the one below rings. */
async function ringAll(
  { deps, community }: Street,
  ring: (timers: readonly DueTimer[]) => Promise<unknown>,
): Promise<number> {
  for (let rounds = 0; ; rounds += 1) {
    const due = await listDueTimers(deps, 200)
    if (due.length === 0) return rounds
    const nameOf = (timer: DueTimer): string => `${timer.recordId} ${timer.name}`
    await ring(due.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)))
    expect((await checkIntegrity(deps.db.read, community.id)).ok).toBe(true)
  }
}

async function whatStands({ deps, community, findings }: Street): Promise<unknown> {
  const { journal, later, inbox, ladders, rollups, findings: stored } = deps.db.read
  const records = []
  for (const { id } of findings) {
    const row = await stored.find(community.id, id)
    const rungs = []
    for (const rung of ['warn', 'overdue', 'yellow', 'red'])
      rungs.push(await ladders.find({ communityId: community.id, recordId: id, topic: 'handle', rung }))
    records.push({
      row,
      rungs,
      timers: await later.timersOf(community.id, id),
      told: await inbox.ofRecord(community.id, id),
    })
  }
  return {
    records,
    head: await journal.head(community.id),
    chain: await journal.after(community.id, 0, 1_000),
    outbox: await later.waitingOutbox(1_000),
    figures: await rollups.all(community.id),
  }
}

describe('timers that ring in one transaction', () => {
  it('leave the same records, chain, inboxes, ladders and figures as each in its own', async () => {
    const alone = await openStreet()
    const together = await openStreet()
    for (const day of ['2025-10-13T09:00:00.000Z', '2025-10-16T01:00:00.000Z', '2025-11-20T01:00:00.000Z']) {
      alone.deps.clock.set(day)
      await ringAll(alone, async timers => {
        for (const timer of timers) await fireTimer(alone.deps, timer)
      })
      together.deps.clock.set(day)
      await ringAll(together, timers => fireTogether(together.deps, together.community.id, timers))
    }
    const stands = await whatStands(together)
    expect(stands).toEqual(await whatStands(alone))
    expect(
      await together.deps.db.read.findings.find(together.community.id, together.findings[0]?.id ?? ''),
    ).toMatchObject({ clock: 'red' })
  })

  it('cost a small part of the statements', async () => {
    const { deps, community } = await openStreet()
    deps.clock.set('2025-10-16T01:00:00.000Z')
    const due = await listDueTimers(deps, 200)
    const before = deps.db.tally.statements
    const fired = await fireTogether(deps, community.id, due)
    expect(fired).toBeGreaterThan(7)
    expect((deps.db.tally.statements - before) / fired).toBeLessThan(6)
  })

  it('ring without the one whose event fails, which is put off', async () => {
    const { deps, community, findings } = await openStreet()
    const [poisoned] = findings
    await deps.house.falsify("update findings set context = '{' where id = ?", poisoned?.id ?? '')
    deps.clock.set('2025-10-16T01:00:00.000Z')
    const failed: string[] = []
    await fireTimers(deps, timer => failed.push(timer.recordId))
    expect(new Set(failed)).toEqual(new Set([poisoned?.id]))
    const waiting = await deps.db.read.later.timersOf(community.id, poisoned?.id ?? '')
    expect(waiting.filter(({ attempts }) => attempts > 0)).toHaveLength(failed.length)
    for (const { id } of findings.slice(1))
      expect(await deps.db.read.findings.find(community.id, id)).toMatchObject({ clock: 'overdue' })
  })
})
