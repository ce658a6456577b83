import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import { addDays, weekdayOf } from '../../../machines/zone.ts'
import { SPOTS } from './estate.ts'
import { SQUADS, type SquadKey } from './people.ts'
import type { PlannedPatrol } from './plan-patrols.ts'
import { dayOf } from './the-year.ts'

/* 巡查点位、路线与计划: where the squads stop, in which order, and the days that the desk has planned for them. */

/** A route before it has an id: keys of places in the order in which they are walked. */
interface PlannedRoute {
  readonly name: string
  readonly mandatory: readonly string[]
  /** Looked at when there is time. */
  readonly optional: readonly string[]
}

const doors = (...buildings: readonly number[]): string[] => buildings.map(n => `${n}幢/1单元`)

const ROUTES: Readonly<Record<SquadKey, PlannedRoute>> = {
  corridor: { name: '楼道巡查路线', mandatory: doors(1, 5, 9, 13, 17, 21), optional: doors(3, 24) },
  ebike: { name: '车棚巡查路线', mandatory: SPOTS.shed.slice(0, 5), optional: SPOTS.shed.slice(5) },
  waste: { name: '投放点巡查路线', mandatory: SPOTS.bins, optional: SPOTS.green.slice(0, 1) },
  general: { name: '消防通道综合路线', mandatory: SPOTS.lane, optional: SPOTS.gate },
  night: {
    name: '夜间联勤路线',
    mandatory: [...SPOTS.gate, ...SPOTS.shed.slice(0, 2)],
    optional: SPOTS.road.slice(0, 1),
  },
}

/** A squad's plan of the year. */
export interface PlannedPlan {
  readonly squad: SquadKey
  readonly name: string
  readonly theme: PatrolTheme
  readonly route: PlannedRoute
  /** The weekday that the squad has by rule, to the end of the year. */
  readonly rule: string
  readonly startTime: string
  readonly window: string
  /** Days of the rule that were left out, and others that were taken instead. */
  readonly exceptDays: readonly string[]
  readonly extraDays: readonly string[]
}

const BY_DAY = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const
const WEEKDAY: Readonly<Record<SquadKey, number>> = { corridor: 2, ebike: 3, waste: 4, general: 1, night: 5 }
/** The squad decides within this time when it sets out. */
const DAY_WALK = { startTime: '08:00', window: 'PT12H' }
const NIGHT_WALK = { startTime: '19:00', window: 'PT4H' }

/** The plans of all squads, such that their slots are the planned walks of the year and no others. */
export function planPlans(patrols: readonly PlannedPatrol[]): PlannedPlan[] {
  return SQUADS.map(({ key, name, theme }) => {
    const days = patrols.filter(({ squad, planned }) => planned && squad === key).map(({ at }) => dayOf(at))
    const ruled = daysOfYear().filter(day => weekdayOf(day) === WEEKDAY[key])
    return {
      squad: key,
      name: `${name}年度计划`,
      theme,
      route: ROUTES[key],
      rule: `FREQ=WEEKLY;BYDAY=${BY_DAY[WEEKDAY[key]]};UNTIL=20251231`,
      ...(key === 'night' ? NIGHT_WALK : DAY_WALK),
      exceptDays: ruled.filter(day => !days.includes(day)),
      extraDays: days.filter(day => !ruled.includes(day)),
    }
  })
}

function daysOfYear(): string[] {
  const days: string[] = []
  for (let day = '2025-01-01'; day <= '2025-12-31'; day = addDays(day, 1)) days.push(day)
  return days
}
