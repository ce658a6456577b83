import { weekdayOf } from '../../../../machines/zone.ts'
import type { FindingEventInput } from '../../../app/findings/apply-finding-event.ts'
import type { FindingView } from '../../../app/findings/view-finding.ts'
import { createDice, type Dice } from '../dice.ts'
import { byDay, deskTime, later, shareOf, shareUntil } from '../pace.ts'
import { MEMBERS, type PlannedUnit, unitOf } from '../people.ts'
import type { Moment } from '../pictures/draw-picture.ts'
import type { PlannedFinding } from '../plan-findings.ts'
import type { Stage } from '../stage.ts'
import { type Category, category, dayOf, HOUR, MINUTE } from '../the-year.ts'
import type { Part } from '../timetable.ts'
import { doneWords, seenWords } from '../words.ts'

/*
 * The chapters of a finding's life. Each waits for its moment, lets one thing happen through the use cases, and looks
 * at what came of it; lives.ts puts them together.
 */

/** One finding while its story is told. */
export interface Case {
  readonly stage: Stage
  readonly plan: PlannedFinding
  readonly dice: Dice
  /** The finding as it stands. */
  view: FindingView
  /** Who has it. */
  unit: PlannedUnit
  /** Who rectifies it. */
  handler: string
  /** As it is classified at the moment. */
  category: Category
  photos: number
}

/** What becomes of one finding. */
export type Life = (c: Case) => Part

/** What happens to it next, taken by a member. */
async function happen(c: Case, login: string, event: FindingEventInput): Promise<void> {
  c.view = await c.stage.happen(login, c.view.id, event)
}

/** Waits, then lets it happen. */
export async function* at(c: Case, moment: number, login: string, event: FindingEventInput): Part {
  yield moment
  await happen(c, login, event)
}

/** Takes a photo and waits for its moment. */
export async function* photograph(c: Case, login: string, moment: Moment, when: number): Part<string> {
  const { number, categoryCode } = c.plan
  c.photos += 1
  return yield* c.stage.photograph(login, {
    finding: number,
    take: c.photos,
    code: categoryCode,
    moment,
    at: when,
  })
}

export const now = (c: Case): number => c.stage.clock.now()
/** Who sits at the desk: at weekends the deputy. */
export const desk = (c: Case): string => (weekdayOf(dayOf(now(c))) > 5 ? 'shen.yi' : 'coordinator')
const dueAt = (c: Case): number => Date.parse(c.view.clock.dueAt ?? '')
/** A share of what is left until it is due. */
export const untilDue = (c: Case, share: number): number =>
  shareUntil(now(c), dueAt(c), c.category.limit, share)
/** A share of the original limit after it is due. */
export const afterDue = (c: Case, share: number): number => shareOf(dueAt(c), c.category.limit, share)
/** A while at the desk, in hours. */
export const atDesk = (c: Case, least: number, most: number): number =>
  deskTime(now(c), c.category.severity, c.dice.between(least, most) * HOUR)
export const isUrgent = (c: Case): boolean => c.view.severity === 'S1' || c.view.severity === 'S2'
/** What S1 and S2 ask for when they take longer. */
export const interim = (c: Case): { interimMeasure?: string } =>
  isUrgent(c) ? { interimMeasure: '现场拉警戒线,张贴提示,每日巡看' } : {}

/** Begins a case: somebody sees something and reports it. `wrongCode` is what they take it for. */
export async function* beReported(
  stage: Stage,
  plan: PlannedFinding,
  { wrongCode, fixed = false }: { wrongCode?: string; fixed?: boolean } = {},
): Part<Case> {
  const dice = createDice(plan.number)
  const { reporter, categoryCode, patrol } = plan
  const kind = unitOf(plan.category.unitKind)
  const shown = (take: number, moment: Moment, when: number) =>
    stage.photograph(reporter, { finding: plan.number, take, code: categoryCode, moment, at: when })
  const photoIds = [yield* shown(1, 'before', fixed ? plan.at - dice.whole(2, 4) * MINUTE : plan.at)]
  const after = fixed ? [yield* shown(2, 'after', plan.at)] : []
  const patrolId = patrol === null ? undefined : stage.patrolIds.get(patrol)
  if (patrol !== null && patrolId === undefined) throw new Error(`walk ${patrol} has not begun`)
  const view = await stage.report(reporter, {
    categoryCode: wrongCode ?? categoryCode,
    placeId: stage.place(plan.place),
    description: seenWords(categoryCode, dice.whole(0, 11)),
    photoIds,
    ...(patrolId === undefined ? {} : { patrolId }),
    ...(fixed ? { fixed: { photoIds: after, note: doneWords(categoryCode, dice.whole(0, 11)) } } : {}),
  })
  stage.findingIds.set(plan.number, view.id)
  const handler = dice.pick(kind.handlers)
  const known = category(wrongCode ?? categoryCode)
  return { stage, plan, dice, view, unit: kind, handler, category: known, photos: 2 }
}

/** A resident's word is looked into: somebody of the grid goes and sees. */
export async function* beVerified(c: Case, result: 'exists' | 'not_exists'): Part {
  const verifier = c.dice.pick(['cai.yun', 'yu.xiaofeng'])
  const verifierId = c.stage.member(verifier).memberId
  yield* at(c, atDesk(c, 0.3, 2), 'coordinator', { type: 'request_verify', verifierId })
  const when = byDay(atDesk(c, 0.5, 4))
  const photoIds = result === 'exists' ? [yield* photograph(c, verifier, 'again', when)] : []
  const note = result === 'exists' ? '现场属实' : '到场未见,询问周边住户亦无'
  yield* at(c, when, verifier, { type: 'verify_result', result, photoIds, note })
}

/** From here on a unit has it. */
export function giveTo(c: Case, kind: string): void {
  c.unit = unitOf(kind)
  c.handler = c.dice.pick(c.unit.handlers)
}

/** The desk sends it to a unit; `waive` says why to one that the category does not name. */
export async function* beDispatched(c: Case, kind: string, waive?: string): Part {
  giveTo(c, kind)
  const unitId = c.stage.unit(kind)
  yield* at(c, atDesk(c, 0.1, 1), desk(c), { type: 'dispatch', unitId, ...(waive ? { waive } : {}) })
}

/** From a report to its dispatch. The rule dispatches what patrols and staff report; residents' reports take people. */
export async function* arrive(c: Case): Part {
  if (c.view.state === 'dispatched') return
  if (c.plan.source === 'resident' && c.dice.chance(0.15))
    yield* at(c, atDesk(c, 0.3, 2), desk(c), { type: 'register', waive: '电话核对照片清晰,免现场核实' })
  else {
    if (c.plan.source === 'resident') yield* beVerified(c, 'exists')
    yield* at(c, atDesk(c, 0.2, 1.5), desk(c), { type: 'register' })
  }
  yield* beDispatched(c, c.category.unitKind)
}

/** The unit takes it and names a handler. */
export async function* beReceived(c: Case): Part {
  const { limit, stageLimits } = c.category
  const wait = Math.min(
    stageLimits.receive.ms * c.dice.between(0.15, 0.7),
    limit.ms * c.dice.between(0.1, 0.3),
  )
  yield* at(c, later(now(c), wait, limit.basis), c.unit.manager, { type: 'receive' })
  const handlerId = c.stage.member(c.handler).memberId
  yield* at(c, now(c) + c.dice.whole(1, 4) * MINUTE, c.unit.manager, { type: 'assign_handler', handlerId })
}

/** Dispatched and received: from here most of the stories part. */
export async function* beTaken(c: Case): Part {
  yield* arrive(c)
  yield* beReceived(c)
}

/** In time, and at night only when the morning would be too late. */
function inTime(c: Case): number {
  const when = untilDue(c, c.dice.between(0.25, 0.88))
  const morning = byDay(when)
  return morning < dueAt(c) ? morning : when
}

/** The handler hands it in as done, with a photo. (Default: in time) */
export async function* beHandedIn(c: Case, when = inTime(c)): Part {
  const photoIds = [yield* photograph(c, c.handler, 'after', when)]
  await happen(c, c.handler, { type: 'rectify', photoIds, note: doneWords(c.plan.categoryCode, c.photos) })
}

/** Somebody who is not of the unit looks at it: the finder, another walker, or the desk. */
export async function* beChecked(c: Case, result: 'pass' | 'fail' | 'unable'): Part {
  const { check } = c.category.stageLimits
  const when = deskTime(now(c), c.category.severity, check.ms * c.dice.between(0.1, 0.75))
  const checker = checkerOf(c)
  if (result === 'fail') {
    const photoIds = [yield* photograph(c, checker, 'partly', when)]
    const note = c.dice.pick(['仍有部分未清理', '复查发现原处又有堆放', '未修复到位,请返工'])
    await happen(c, checker, { type: 'check', result, photoIds, note })
  } else if (result === 'unable')
    yield* at(c, when, checker, { type: 'check', result, note: '单元门禁无法进入,改日再查' })
  else yield* at(c, when, checker, { type: 'check', result })
}

const WALKERS = MEMBERS.filter(({ roles }) => roles.includes('patroller'))

function checkerOf(c: Case): string {
  const may = ({ affiliation, unit }: { affiliation: string; unit?: string }): boolean =>
    affiliation !== c.unit.kind && unit !== c.unit.kind
  const finder = WALKERS.find(({ login }) => login === c.plan.reporter)
  if (finder && may(finder) && c.dice.chance(0.5)) return finder.login
  return c.dice.chance(0.1) ? 'coordinator' : c.dice.pick(WALKERS.filter(may)).login
}

/** Closed by the rule when the check passed (S3, S4), or by the desk. */
export async function* beClosed(c: Case): Part {
  if (c.view.state === 'closed') return
  const { close } = c.category.stageLimits
  const when = deskTime(now(c), c.category.severity, close.ms * c.dice.between(0.05, 0.6))
  yield* at(c, when, desk(c), { type: 'close', note: '核查通过,符合结案条件' })
}

/** The ordinary second half: handed in, checked, closed. */
export async function* beFinished(c: Case, handedInAt?: number): Part {
  yield* beHandedIn(c, handedInAt)
  yield* beChecked(c, 'pass')
  yield* beClosed(c)
}

/** A resident who reported it is asked afterwards. */
export async function* beCalledBack(c: Case): Part {
  if (c.plan.source !== 'resident' || c.view.state !== 'closed') return
  const contacted = c.dice.chance(0.9)
  const satisfaction = c.dice.pickWeighted(['satisfied', 'basically'], word => (word === 'satisfied' ? 4 : 1))
  yield later(now(c), c.dice.between(6, 20) * HOUR, 'working')
  const answer = contacted ? { solved: true, satisfaction } : {}
  await happen(c, 'coordinator', { type: 'callback', contacted, ...answer })
}
