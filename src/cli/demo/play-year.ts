import { seededChance } from '../../app/chance.ts'
import type { Deps } from '../../app/deps.ts'
import { createCamera, type PhotoStyle } from './camera.ts'
import { tellFinding } from './lives.ts'
import type { PlannedYear } from './plan-year.ts'
import { type Settled, settleCommunity } from './settle-community.ts'
import { settleRounds } from './settle-rounds.ts'
import { createSimulatedClock, type SimulatedClock } from './simulated-clock.ts'
import { createStage } from './stage.ts'
import { beginningOf, tellPatrol } from './tell-patrol.ts'
import { DAY, on, YEAR_END } from './the-year.ts'
import { createTimetable } from './timetable.ts'

/** The community is set up on the first morning of the year. */
const FOUNDED = on('2025-01-01', '9:00')
const SEED = 20250101
/** So long before it is found, a finding's first photo begins to be developed: a handful at a time. */
const PHOTO_AHEAD = 5 * DAY

/** Time and chance that come out the same every time: what the demo's dependencies are composed with. */
export function simulate(): { readonly clock: SimulatedClock; readonly chance: Deps['chance'] } {
  return { clock: createSimulatedClock(FOUNDED), chance: seededChance(SEED) }
}

export interface PlayOptions {
  readonly password: string
  /** (Default: drawn) */
  readonly photos?: PhotoStyle
  /** Plays no further than this. (Default: the end of the year) */
  readonly until?: number
  /** Told whenever time has moved on, with what has happened so far. */
  readonly onMoment?: (at: number, soFar: { readonly patrols: number; readonly findings: number }) => void
}

/** Plays a planned year through the use cases, in the order of time; afterwards the clock stands at its end. */
export async function playYear(
  deps: Deps & { readonly clock: SimulatedClock },
  { patrols, findings, plans }: PlannedYear,
  { password, photos = 'drawn', until = YEAR_END, onMoment }: PlayOptions,
): Promise<Settled> {
  const settled = await settleCommunity(deps, password)
  const rounds = await settleRounds(deps, settled, plans)
  const stage = createStage(deps, { ...settled, ...rounds }, createCamera(deps, photos))
  const timetable = createTimetable(deps, at =>
    onMoment?.(at, { patrols: stage.confirmed.size, findings: stage.findingIds.size }),
  )
  for (const patrol of patrols) {
    const found = findings.filter(finding => finding.patrol === patrol.number)
    timetable.tell(beginningOf(patrol), tellPatrol(stage, patrol, found))
  }
  for (const finding of findings) timetable.tell(finding.at - PHOTO_AHEAD, tellFinding(stage, finding))
  await timetable.run(until)
  return settled
}
