import type { FindingEventType } from '../../machines/finding/events.ts'
import { eventsOf } from '../../machines/finding/machine.ts'
import { allowedOf } from '../../machines/finding/rules.ts'
import { actorAt, type Caller } from '../../src/app/caller.ts'
import { createPlace } from '../../src/app/community/create-place.ts'
import { AppError } from '../../src/app/errors.ts'
import type { FindingEventInput } from '../../src/app/findings/apply-finding-event.ts'
import { recordOf } from '../../src/app/findings/finding-record.ts'
import { fireTimer, listDueTimers } from '../../src/app/journal/fire-timer.ts'
import { applyPatrolEvent, type PatrolEventInput } from '../../src/app/patrols/apply-patrol-event.ts'
import { openPatrol } from '../../src/app/patrols/open-patrol.ts'
import { buildCommunity, ROOT, type SmallCommunity } from './community.ts'
import type { TestDeps } from './house.ts'

/** A community with somebody for every step of a finding's life. */
interface Staff {
  readonly patroller: Caller
  readonly otherPatroller: Caller
  readonly resident: Caller
  readonly manager: Caller
  readonly cleaner: Caller
  readonly coordinator: Caller
  readonly supervisor: Caller
  readonly otherSupervisor: Caller
}
export interface Setting {
  readonly community: SmallCommunity
  readonly staff: Staff
}

export async function openSetting(deps: TestDeps, profile: 'light' | 'full' = 'full'): Promise<Setting> {
  const community = await buildCommunity(deps, profile)
  const { member, units } = community
  return {
    community,
    staff: {
      patroller: await member('巡查员甲', ['patroller']),
      otherPatroller: await member('巡查员乙', ['patroller']),
      resident: await member('居民', ['resident']),
      manager: await member('物业经理', ['unit_manager', 'handler'], {
        unitId: units.property,
        affiliation: 'property',
      }),
      cleaner: await member('保洁经理', ['unit_manager', 'handler'], { unitId: units.cleaning }),
      coordinator: await member('协调员', ['coordinator'], { affiliation: 'community' }),
      supervisor: await member('督导', ['supervisor'], { affiliation: 'community' }),
      otherSupervisor: await member('督导乙', ['supervisor'], { affiliation: 'community' }),
    },
  }
}

/** Lets time pass, and every timer ring at its own moment on the way. */
export async function liveUntil(deps: TestDeps, moment: number | string): Promise<void> {
  const end = typeof moment === 'string' ? Date.parse(moment) : moment
  for (;;) {
    const due = await deps.db.read.later.dueTimers(end, 1)
    const next = due[0]
    if (!next) break
    deps.clock.set(Math.max(deps.clock.now(), next.fireAt))
    for (const timer of await listDueTimers(deps, 100)) await fireTimer(deps, timer)
  }
  deps.clock.set(Math.max(deps.clock.now(), end))
}

/** One patrol from its opening to its confirmation. */
export async function walk(
  deps: TestDeps,
  placeId: string,
  walker: Caller,
  confirmer: Caller,
): Promise<void> {
  const { view } = await deps.db.transaction(tx =>
    openPatrol(deps, tx, walker, { theme: 'general', placeId }, 'zh'),
  )
  const happen = (caller: Caller, event: PatrolEventInput): Promise<unknown> =>
    deps.db.transaction(tx =>
      applyPatrolEvent(deps, tx, caller, { patrolId: view.id, event, expectedVersion: null, language: 'zh' }),
    )
  await happen(walker, { type: 'start' })
  deps.clock.pass(600_000)
  await happen(walker, { type: 'finish' })
  await happen(confirmer, { type: 'confirm' })
}

/** Numbers from 0 to 1 that come out the same for the same seed (mulberry32). */
function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const HOUR = 3_600_000
/** Limits of hours, so that a month sees many of them pass. */
const CATEGORIES = ['0203', '0303', '0101', '0301']

export interface MonthOptions {
  readonly seed: number
  readonly steps: number
}

/**
 * A month in which anybody who may do something does it, at random: reports at every sort of place, every event of
 * the contract, patrols that are confirmed, cancelled or missed, timers that ring.
 */
export async function liveRandomly(
  deps: TestDeps,
  { community, staff }: Setting,
  { seed, steps }: MonthOptions,
): Promise<void> {
  // PostgreSQL is asked the same with fewer lives: there every query is a round trip.
  const taken = deps.house.url === null ? steps : Math.ceil(steps / 4)
  const next = seededNumbers(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item
  const places = [community.rootPlaceId, ...Object.values(community.places).map(({ id }) => id)]
  const { view: grid } = await deps.db.transaction(tx =>
    createPlace(deps, tx, ROOT, {
      communityId: community.id,
      parentId: null,
      kind: 'grid',
      name: '一网格',
    }),
  )
  places.push(grid.id)
  const living: string[] = []
  for (let n = 0; n < taken; n++) {
    await liveUntil(deps, deps.clock.now() + Math.floor(next() * 2 * HOUR))
    try {
      const what = next()
      if (what < 0.03) await walkRandomly(deps, pick(places), staff, next)
      else if (what < 0.15 || living.length === 0) {
        const reporter = pick([staff.patroller, staff.patroller, staff.resident, staff.coordinator])
        const fixed =
          next() < 0.2 ? { photoIds: [await community.photo(reporter)], note: '已清理' } : undefined
        const placeId = pick(places)
        const { id } = await community.report(reporter, {
          placeId,
          categoryCode: pick(CATEGORIES),
          ...(fixed ? { fixed } : {}),
          ...(placeId === community.rootPlaceId || next() < 0.2 ? { address: '河边' } : {}),
        })
        living.push(id)
      } else await somethingHappens(deps, { community, staff }, pick(living.slice(-30)), living, next)
    } catch (error) {
      // A rule that says no is part of the month.
      if (!(error instanceof AppError)) throw error
    }
  }
}

/* What carries a life on is likelier than what ends it early or only remarks on it. */
const WEIGHTS: Partial<Record<FindingEventType, number>> = {
  register: 10,
  verify_result: 10,
  dispatch: 12,
  receive: 10,
  rectify: 12,
  check: 12,
  close: 10,
  rework: 3,
  decide_extension: 8,
  decide_suspension: 8,
  decide_void: 6,
  decide_appeal: 8,
  resume: 6,
  apply_extension: 8,
  apply_suspension: 2,
  appeal: 3,
  approve_self_handled: 6,
  reopen: 0.6,
  withdraw: 0.3,
  reject: 0.5,
  merge: 0.4,
  force_close: 0.2,
  propose_void: 0.3,
  supervise: 0.3,
  reclassify: 0.5,
  urge: 0.3,
  comment: 0.3,
  attach: 0.3,
  callback: 0.15,
}

async function somethingHappens(
  deps: TestDeps,
  { community, staff }: Setting,
  id: string,
  living: readonly string[],
  next: () => number,
): Promise<void> {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item
  const row = await deps.db.read.findings.find(community.id, id)
  if (!row) return
  const { value, context } = recordOf(row)
  const choices = Object.values(staff).flatMap(caller => {
    const probe = { at: deps.clock.now(), actor: actorAt(caller, row.placePath) }
    return allowedOf(eventsOf(value.work), context, value.work, probe).map(allowed => ({
      caller,
      ...allowed,
    }))
  })
  const weightOf = ({ type }: { type: FindingEventType }): number => WEIGHTS[type] ?? 1
  let left = next() * choices.reduce((sum, choice) => sum + weightOf(choice), 0)
  const choice = choices.find(one => {
    left -= weightOf(one)
    return left < 0
  })
  if (!choice) return
  const { caller, type, requires } = choice
  const photoIds = [await community.photo(caller)]
  const approve = pick([true, true, false])
  const amounts = context.assignment?.limit
  const fields: Partial<Record<FindingEventType, Record<string, unknown>>> = {
    reject: { reason: 'out_of_scope' },
    verify_result: { result: pick(['exists', 'exists', 'not_exists']), photoIds },
    merge: { intoId: pick(living), reason: '同一处' },
    dispatch: { unitId: pick(Object.values(community.units)), waive: '协商一致' },
    dispatch_final: { unitId: community.units.property, reason: '首接负责' },
    assign_handler: { handlerId: staff.manager.memberId },
    return: { reason: 'not_our_duty', note: '不归我们' },
    apply_extension: { duration: 'PT2H', basis: amounts?.basis, reason: '缺件', interimMeasure: '已围挡' },
    decide_extension: { approve },
    apply_suspension: {
      reason: 'engineering',
      resumeBy: new Date(deps.clock.now() + 30 * HOUR).toISOString(),
      interimMeasure: '已围挡',
    },
    decide_suspension: { approve },
    rectify: { photoIds, note: '已整改' },
    check: { result: pick(['pass', 'pass', 'pass', 'fail', 'unable']), photoIds },
    rework: { reason: '未清完' },
    force_close: { reason: '长期无法处置', photoIds },
    propose_void: { reason: '误报' },
    decide_void: { approve },
    reopen: { reason: '又堆上了' },
    reclassify: { categoryCode: pick(CATEGORIES), reason: '分类有误' },
    supervise: { level: 'normal', note: '请抓紧' },
    reply_supervision: { note: '在办' },
    cancel_supervision: { note: '已好' },
    unlink_recurrence: { reason: '不是同一件' },
    appeal: { reason: '天气原因' },
    decide_appeal: { approve },
    comment: { text: '看过了' },
    attach: { photoIds },
    callback: { contacted: true, solved: true },
    reject_self_handled: { reason: '看不清' },
  }
  const event: FindingEventInput = {
    type,
    ...fields[type],
    ...(requires.includes('waive') ? { waive: '代办' } : {}),
  }
  await community.happen(caller, { id }, event)
}

async function walkRandomly(
  deps: TestDeps,
  placeId: string,
  { patroller, coordinator }: Staff,
  next: () => number,
): Promise<void> {
  if (next() < 0.7) return walk(deps, placeId, patroller, coordinator)
  // Nobody starts this one: it is missed when its window is over.
  const windowEnd = new Date(deps.clock.now() + Math.floor(next() * 10 * HOUR)).toISOString()
  await deps.db.transaction(tx =>
    openPatrol(deps, tx, patroller, { theme: 'waste', placeId, windowEnd }, 'zh'),
  )
}
