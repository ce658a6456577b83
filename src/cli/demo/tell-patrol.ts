import { createDice, type Dice } from './dice.ts'
import { buildingOf, ESTATE, keysOf, SPOTS } from './estate.ts'
import { later } from './pace.ts'
import { type PlannedSquad, squadOf } from './people.ts'
import type { PlannedFinding } from './plan-findings.ts'
import type { PlannedPatrol } from './plan-patrols.ts'
import type { SettledStop } from './settle-rounds.ts'
import type { Stage } from './stage.ts'
import { DAY, dayOf, HOUR, isWorkday, MINUTE, on } from './the-year.ts'
import type { Part, Story } from './timetable.ts'

/* One walk of a squad: announced or not, over the estate, and confirmed by somebody who did not finish it. */

/** The desk closes early, and the year is to be whole. */
const LAST_DAY = '2025-12-31'
const instant = (at: number): string => new Date(at).toISOString()
const LOOKED_AT = [...keysOf('entrance'), ...SPOTS.shed, ...SPOTS.bins, ...SPOTS.lane]

/** When the story of a walk begins: an announced one with the announcement. */
export function beginningOf({ announced, at, number }: PlannedPatrol): number {
  if (!announced) return at
  let day = dayOf(at - DAY)
  while (!isWorkday(day) && day > '2025-01-01') day = dayOf(on(day, '12:00') - DAY)
  return on(day, '16:00') + (number % 50) * MINUTE
}

/** Tells a walk; `findings` are what is found on it, reported by stories of their own. */
export async function* tellPatrol(
  stage: Stage,
  patrol: PlannedPatrol,
  findings: readonly PlannedFinding[],
): Story {
  const dice = createDice(40_000 + patrol.number)
  const squad = squadOf(patrol.squad)
  const id = patrol.planned ? await joinPlanned(stage, patrol, squad) : await open(stage, patrol, squad)
  stage.patrolIds.set(patrol.number, id)
  // Nobody comes: the timer at the end of the window notices.
  if (patrol.fate === 'missed') return
  if (patrol.fate === 'cancelled') {
    yield patrol.at - dice.whole(60, 200) * MINUTE
    await stage.walk(squad.lead, id, { type: 'cancel', reason: patrol.reason })
    return
  }
  yield patrol.at
  await stage.walk(squad.lead, id, { type: 'start', ...whereabouts(dice, patrol) })
  yield* walkAround(stage, patrol, squad, findings, id, dice)
  yield* beConfirmed(stage, patrol, squad, id, dice, findings.length)
}

async function open(stage: Stage, patrol: PlannedPatrol, { lead, key }: PlannedSquad): Promise<string> {
  const { theme, announced, at } = patrol
  const window = announced
    ? { windowStart: instant(at - 10 * MINUTE), windowEnd: instant(at + 2 * HOUR) }
    : {}
  const input = { squadId: stage.squad(key), theme, placeId: stage.place(ESTATE), ...window }
  return (await stage.openPatrol(announced ? 'coordinator' : lead, input)).id
}

/* The plan has made it already; the lead joins and whoever of the squad has time. To one that is missed nobody came. */
async function joinPlanned(
  stage: Stage,
  patrol: PlannedPatrol,
  { lead, members, key }: PlannedSquad,
): Promise<string> {
  const id = await stage.patrolOf(key, dayOf(patrol.at))
  if (patrol.fate !== 'missed')
    for (const login of [lead, ...members]) await stage.walk(login, id, { type: 'join' })
  return id
}

/* Where a phone says it is; on some walks it stays silent. */
function whereabouts(dice: Dice, { number }: PlannedPatrol): { lat?: number; lng?: number } {
  if (number % 23 === 5) return {}
  const near = (degrees: number): number => Number((degrees + dice.between(0, 0.003)).toFixed(6))
  return { lat: near(31.2486), lng: near(120.5082) }
}

interface Stop {
  readonly at: number
  readonly place: string
  readonly result: 'ok' | 'finding' | 'skipped'
  /** A checkpoint of the route, with the code that is read off the wall. */
  readonly checkpoint?: SettledStop
}

async function* walkAround(
  stage: Stage,
  patrol: PlannedPatrol,
  squad: PlannedSquad,
  findings: readonly PlannedFinding[],
  id: string,
  dice: Dice,
): Part {
  const end = patrol.at + patrol.minutes * MINUTE
  const stops: Stop[] = findings.map(({ at, place }) => ({ at: at - MINUTE, place, result: 'finding' }))
  for (let n = 0; n < 3; n++) {
    const at = patrol.at + dice.whole(3, patrol.minutes - 3) * MINUTE
    stops.push({ at, place: dice.pick(LOOKED_AT), result: dice.chance(0.06) ? 'skipped' : 'ok' })
  }
  if (patrol.planned) stops.push(...routeStops(stage, patrol, dice))
  for (const { at, place, result, checkpoint } of stops.sort((a, b) => a.at - b.at)) {
    yield at
    const note = result === 'skipped' ? { note: `${buildingOf(place)}门禁维修,无法进入` } : {}
    await stage.walk(dice.pick([squad.lead, ...squad.members]), id, {
      type: 'checkpoint',
      result,
      ...(checkpoint
        ? {
            checkpointId: checkpoint.checkpointId,
            ...(result === 'skipped' ? {} : { code: checkpoint.code }),
          }
        : { placeId: stage.place(place), ...whereabouts(dice, patrol) }),
      ...note,
    })
  }
  yield end
}

/* In the order of the route, evenly over the walk. A door is locked now and then, and now and then one is forgotten. */
function routeStops(stage: Stage, { squad, at, minutes }: PlannedPatrol, dice: Dice): Stop[] {
  const route = stage.stops(squad)
  return route.flatMap((checkpoint, n): Stop[] => {
    if (dice.chance(checkpoint.mandatory ? 0.02 : 0.4)) return []
    const when = at + Math.round(((n + 1) * minutes) / (route.length + 2)) * MINUTE
    const result = dice.chance(0.04) ? 'skipped' : 'ok'
    return [{ at: when, place: checkpoint.place, result, checkpoint }]
  })
}

/* Finished by one of the squad, confirmed by its lead or the desk; now and then the note has to be written again. */
async function* beConfirmed(
  stage: Stage,
  { at, number }: PlannedPatrol,
  { lead, members, key }: PlannedSquad,
  id: string,
  dice: Dice,
  found: number,
): Part {
  const writer = dice.pick(members)
  const note = found === 0 ? '全程未发现问题,零报告' : `发现问题 ${found} 处,已现场登记`
  await stage.walk(writer, id, { type: 'finish', note })
  if (number % 41 === 8) {
    yield stage.clock.now() + dice.whole(30, 90) * MINUTE
    await stage.walk(lead, id, { type: 'send_back', reason: '巡查路线记录不全,请补充' })
    yield stage.clock.now() + dice.whole(10, 40) * MINUTE
    await stage.walk(writer, id, { type: 'finish', note: `${note};补充:已查看各单元门厅` })
  }
  const now = stage.clock.now()
  const byLead = dice.chance(0.6) || key === 'night' || dayOf(at) === LAST_DAY
  yield byLead ? now + dice.whole(15, 80) * MINUTE : later(now, dice.between(0.5, 4) * HOUR, 'working')
  await stage.walk(byLead ? lead : 'coordinator', id, { type: 'confirm' })
  stage.confirmed.add(number)
}
