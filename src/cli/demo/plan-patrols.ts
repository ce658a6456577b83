import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import { dayName, dayNumber, weekdayOf } from '../../../machines/zone.ts'
import type { Dice } from './dice.ts'
import { SQUADS, type SquadKey, squadOf } from './people.ts'
import { dayOf, isHoliday, isWorkday, MINUTE, monthOf, on } from './the-year.ts'

/** One walk of a squad, as it was meant and as it comes out. */
export interface PlannedPatrol {
  readonly number: number
  readonly squad: SquadKey
  readonly theme: PatrolTheme
  /** When it starts, or was to start. */
  readonly at: number
  readonly minutes: number
  /** Walked by the squad's plan of the year: the patrol is made ahead, and the squad joins it. */
  readonly planned: boolean
  /** Announced by the desk with a window the working day before; the others set out when their lead says so. */
  readonly announced: boolean
  readonly fate: 'completed' | 'cancelled' | 'missed'
  /** Why it was cancelled. */
  readonly reason?: string
}

/** Completed walks by month; together the article's 169. In December the whole district checks for fires. */
const BY_MONTH = [12, 10, 13, 13, 13, 14, 15, 15, 14, 13, 15, 22]

/** Holidays on which somebody walks all the same: fireworks on New Year's Eve, crowds on the third of October. */
const ON_DUTY = ['2025-01-28', '2025-10-03']
/** 岁末消防安全专项行动: six long walks at the end, whatever the dice say. */
const CAMPAIGN: readonly (readonly [day: string, time: string, squad: SquadKey])[] = [
  ['2025-12-29', '9:05', 'corridor'],
  ['2025-12-29', '14:30', 'general'],
  ['2025-12-30', '9:10', 'general'],
  ['2025-12-30', '14:20', 'waste'],
  ['2025-12-31', '9:00', 'corridor'],
  ['2025-12-31', '14:10', 'general'],
]

const CANCELLED: readonly (readonly [day: string, time: string, squad: SquadKey, reason: string])[] = [
  ['2025-01-25', '9:00', 'corridor', '雨雪冰冻,路面湿滑,队员年龄较大,改期'],
  ['2025-06-19', '14:30', 'ebike', '梅雨季暴雨橙色预警,改期'],
  ['2025-07-30', '19:00', 'waste', '台风影响,社区全员防汛值守'],
  ['2025-08-13', '14:30', 'general', '高温红色预警,午后不安排户外巡查'],
  ['2025-10-10', '9:00', 'waste', '队员参加街道垃圾分类培训,人数不足'],
  ['2025-12-12', '20:30', 'night', '警务室临时出警,联勤巡查取消'],
]
const MISSED: readonly (readonly [day: string, time: string, squad: SquadKey])[] = [
  ['2025-02-06', '9:00', 'general'],
  ['2025-04-08', '14:30', 'ebike'],
  ['2025-06-03', '9:00', 'corridor'],
  ['2025-09-17', '20:30', 'night'],
  ['2025-11-21', '14:30', 'waste'],
]

/** All walks of the year in the order of time. */
export function planPatrols(dice: Dice): PlannedPatrol[] {
  const campaign = CAMPAIGN.map(([day, time, squad]) => ({ ...announce(day, time, squad), minutes: 100 }))
  const walks = BY_MONTH.flatMap((count, n) => {
    const days = daysOfMonth(dice, n + 1, n === 11 ? count - campaign.length : count)
    return days.map((day, at) => planWalk(dice, day, walkOfDay(days, at)))
  })
  const called = CANCELLED.map(([day, time, squad, reason]) => ({ ...announce(day, time, squad), reason }))
  const missed = MISSED.map(([day, time, squad]) => announce(day, time, squad))
  return [
    ...walks,
    ...campaign,
    ...called.map(patrol => ({ ...patrol, fate: 'cancelled' as const })),
    ...missed.map(patrol => ({ ...patrol, fate: 'missed' as const })),
  ]
    .sort((a, b) => a.at - b.at)
    .map((patrol, number, all) => ({ number, planned: isPlanned(patrol, all), ...patrol }))
}

type Walk = Omit<PlannedPatrol, 'number' | 'planned'>

/* What is announced is in the plan; of two walks of a squad on one day the first. */
function isPlanned(walk: Walk, all: readonly Walk[]): boolean {
  const first = all.find(
    ({ announced, squad, at }) => announced && squad === walk.squad && dayOf(at) === dayOf(walk.at),
  )
  return first === walk
}

/* Days of one month, in order: each at most twice, rest days and holidays seldom. */
function daysOfMonth(dice: Dice, month: number, count: number): string[] {
  const first = dayNumber(`2025-${String(month).padStart(2, '0')}-01`)
  const all = Array.from({ length: 31 }, (_, n) => dayName(first + n)).filter(day => monthOf(day) === month)
  const taken = all.filter(day => ON_DUTY.includes(day))
  const walksOn = (day: string): number => taken.filter(d => d === day).length
  while (taken.length < count) taken.push(dice.pickWeighted(all, day => inviting(day, walksOn(day))))
  return taken.sort()
}

function inviting(day: string, walks: number): number {
  if (isHoliday(day) || walks > 1 || day > '2025-12-28') return 0
  const once = walks === 0 ? 1 : 0.12
  if (isWorkday(day)) return 3 * once
  return (weekdayOf(day) === 6 ? 3 : 1.2) * once
}

/* Whether a day has one walk, or this is the first or the second of two. */
function walkOfDay(days: readonly string[], at: number): 'only' | 'first' | 'second' {
  if (days[at - 1] === days[at]) return 'second'
  return days[at + 1] === days[at] ? 'first' : 'only'
}

function planWalk(dice: Dice, day: string, which: ReturnType<typeof walkOfDay>): Walk {
  const month = monthOf(day)
  const squad = squadFor(dice, day, month, which)
  const [hour, spread] = startHour(dice, squad, day, month)
  const { theme } = squadOf(squad)
  return {
    squad,
    theme: squad === 'night' && dice.chance(0.6) ? 'ebike' : theme,
    at: on(day, `${hour}:00`) + dice.whole(0, spread) * MINUTE,
    minutes: squad === 'night' ? dice.whole(50, 75) : dice.whole(55, 100),
    announced: dice.chance(0.45),
    fate: 'completed',
  }
}

/* Bikes in winter, bins in summer; officers go out at night now and then. A second walk of a day goes out at night. */
function squadFor(dice: Dice, day: string, month: number, which: ReturnType<typeof walkOfDay>): SquadKey {
  if (which === 'second' || ON_DUTY.includes(day)) return 'night'
  const winter = month <= 2 || month >= 11
  const summer = month >= 6 && month <= 9
  return dice.pickWeighted(SQUADS, ({ key }) => {
    if (key === 'night') return which === 'first' ? 0 : 0.15
    if (key === 'ebike') return winter ? 1.5 : 0.8
    if (key === 'waste') return summer ? 1.5 : 0.8
    return key === 'corridor' ? 1.2 : 0.8
  }).key
}

const REST_DAY_HOURS: readonly (readonly [hour: number, spread: number])[] = [
  [8, 55],
  [9, 40],
  [15, 20],
]

/** Full hour and the minutes that may be added. */
function startHour(dice: Dice, squad: SquadKey, day: string, month: number) {
  if (squad === 'night') return [20, 55] as const
  if (!isWorkday(day)) return dice.pick(REST_DAY_HOURS)
  if (month >= 6 && month <= 9 && dice.chance(0.35)) return [18, 45] as const
  return dice.chance(0.6) ? ([9, 50] as const) : ([14, 45] as const)
}

/* The desk's announcement names full hours, so these begin on time. */
function announce(day: string, time: string, squad: SquadKey): Walk {
  const { theme } = squadOf(squad)
  return { squad, theme, at: on(day, time), minutes: 80, announced: true, fate: 'completed' }
}
