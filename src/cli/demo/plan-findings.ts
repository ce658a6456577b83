import type { Dice } from './dice.ts'
import type { Candidate } from './fates/fate.ts'
import { FATES, type FateName, MERGED } from './fates.ts'
import { MIX, placesOf, placeWeight, weightOf } from './findings-mix.ts'
import { loginsOf, squadOf } from './people.ts'
import type { PlannedPatrol } from './plan-patrols.ts'
import { category, DAY, dayOf, HOUR, isWorkday, MINUTE, monthOf, on, SECOND, YEAR_START } from './the-year.ts'

/** One thing wrong: what, where, when, seen by whom, and how its year ends. */
export interface PlannedFinding extends Candidate {
  readonly number: number
  /** Key of the place. */
  readonly place: string
  /** Login. */
  readonly reporter: string
  /** Number of the walk it was found on. */
  readonly patrol: number | null
  readonly fate: FateName
  /** Number of the finding it is merged into. */
  readonly master: number | null
}

type Seen = Omit<PlannedFinding, 'number' | 'fate' | 'master'>

const FROM_RESIDENTS = 43
/** At the very end of the year some have just come in. */
const FROM_RESIDENTS_AT_THE_END = ['2025-12-29', '2025-12-30', '2025-12-30', '2025-12-31', '2025-12-31']
const FROM_STAFF = 22
const NIL_REPORTS = 24
const MOST_A_WALK = 6

/** All findings of the year in the order of time. */
export function planFindings(dice: Dice, patrols: readonly PlannedPatrol[]): PlannedFinding[] {
  const dealt = Object.values(FATES).reduce((sum, { count }) => sum + count, 0)
  const onWalks = dealt - FROM_RESIDENTS - FROM_STAFF
  const seen = [
    ...seenOnWalks(dice, patrols, onWalks),
    ...Array.from({ length: FROM_RESIDENTS }, (_, n) => seenByResident(dice, n)),
    ...Array.from({ length: FROM_STAFF }, () => seenByStaff(dice)),
  ]
  const fated = dealFates(dice, seen)
  return [...fated, ...seenAgain(dice, fated)]
    .sort((a, b) => a.at - b.at || (a.place < b.place ? -1 : 1))
    .map((finding, number, all) => ({
      ...finding,
      number,
      master: finding.master && all.findIndex(({ at, place }) => same({ at, place }, finding.master)),
    }))
}

interface Fated extends Seen {
  readonly fate: FateName
  readonly master: { readonly at: number; readonly place: string } | null
}
const same = (a: { at: number; place: string }, b: Fated['master']): boolean =>
  a.at === b?.at && a.place === b.place

/* Each walk's findings, one after the other while it lasts. */
function seenOnWalks(dice: Dice, patrols: readonly PlannedPatrol[], count: number): Seen[] {
  return [...shareOut(dice, patrols, count)].flatMap(([patrol, findings]) => {
    const { lead, members } = squadOf(patrol.squad)
    const stretch = (patrol.minutes - 10) / findings
    return Array.from({ length: findings }, (_, n): Seen => {
      const minutes = 5 + stretch * (n + dice.between(0.2, 0.9))
      const at = patrol.at + Math.round(minutes * 60) * SECOND
      const code = dice.pickWeighted(Object.keys(MIX), c => weightOf(c, monthOf(dayOf(at)), patrol.theme))
      const reporter = dice.pick([lead, ...members])
      return { ...what(dice, code, at), source: 'patrol', reporter, patrol: patrol.number }
    })
  })
}

/* Some walks find nothing, and say so; the others share what there is. */
function shareOut(dice: Dice, patrols: readonly PlannedPatrol[], count: number): Map<PlannedPatrol, number> {
  const walked = patrols.filter(({ fate }) => fate === 'completed')
  const early = walked.filter(({ at }) => monthOf(dayOf(at)) < 12)
  const quiet = new Set(dice.shuffled(early).slice(0, NIL_REPORTS))
  const busy = walked.filter(patrol => !quiet.has(patrol))
  const found = new Map(busy.map(patrol => [patrol, 1]))
  const foundOn = (patrol: PlannedPatrol): number => found.get(patrol) ?? 0
  for (let left = count - busy.length; left > 0; left--) {
    const patrol = dice.pickWeighted(busy, p => (foundOn(p) < MOST_A_WALK ? eyesOn(dayOf(p.at)) : 0))
    found.set(patrol, foundOn(patrol) + 1)
  }
  return found
}

/* How closely people look: in the heat, in the cold, and when the whole district does. */
function eyesOn(day: string): number {
  if (day >= '2025-12-29') return 3
  if (day >= '2025-12-10') return 2.4
  return [1, 2, 6, 7, 8, 11].includes(monthOf(day)) ? 1.2 : 1
}

/* Residents report what is in front of their own door, in the morning and after work. */
function seenByResident(dice: Dice, n: number): Seen {
  const last = FROM_RESIDENTS_AT_THE_END[n]
  const day = last ?? dayOf(YEAR_START + dice.between(8, 335) * DAY)
  const hour = dice.pickWeighted([7, 8, 12, 17, 18, 19, 20, 21], h => (h > 16 ? 2 : 1))
  const at = on(day, `${hour}:00`) + dice.whole(0, 59) * MINUTE
  const code = dice.pickWeighted(Object.keys(MIX), c => {
    const { severity } = category(c)
    if (last !== undefined && severity !== 'S3' && severity !== 'S4') return 0
    return weightOf(c, monthOf(day), 'general') * (severity === 'S1' ? 0.3 : 1)
  })
  return {
    ...what(dice, code, at),
    source: 'resident',
    reporter: dice.pick(loginsOf('resident')),
    patrol: null,
  }
}

/* Cleaners, repair men and the desk see things while they do something else. */
function seenByStaff(dice: Dice): Seen {
  let day = dayOf(YEAR_START + dice.between(3, 345) * DAY)
  while (!isWorkday(day)) day = dayOf(on(day, '12:00') + DAY)
  const at = on(day, '8:00') + Math.round(dice.between(0.2, 9.5) * HOUR)
  const code = dice.pickWeighted(Object.keys(MIX), c => weightOf(c, monthOf(day), 'general'))
  const reporter = dice.pick(['xie.lan', 'deng.mei', 'handler', 'ma.yong', 'coordinator', 'wang.jianguo'])
  return { ...what(dice, code, at), source: 'staff', reporter, patrol: null }
}

function what(dice: Dice, categoryCode: string, at: number) {
  const place = dice.pickWeighted(placesOf(categoryCode), placeWeight)
  return { at, categoryCode, category: category(categoryCode), place }
}

/* Fates that few findings fit choose first, and take what the ordinary ones have no time for. */
function dealFates(dice: Dice, seen: readonly Seen[]): Fated[] {
  const waiting = new Set(dice.shuffled(seen))
  const fated: Fated[] = []
  for (const [name, { count, suits }] of Object.entries(FATES)) {
    const take = (was: Seen, is = was): void => {
      waiting.delete(was)
      fated.push({ ...is, fate: name as FateName, master: null })
    }
    for (const finding of hurriedFirst([...waiting].filter(suits)).slice(0, count)) take(finding)
    const short = count - fated.filter(({ fate }) => fate === name).length
    // Where the dice brought too few of a kind, something else was found at the same moment.
    const other = hurriedFirst([...waiting]).flatMap(finding => {
      if (short === 0) return []
      const codes = Object.keys(MIX).filter(code =>
        suits({ ...finding, categoryCode: code, category: category(code) }),
      )
      return codes.length > 0 ? [{ finding, codes }] : []
    })
    if (other.length < short) throw new Error(`the plan finds ${count - short} for ${count} of ${name}`)
    for (const { finding, codes } of other.slice(0, short)) {
      const code = dice.pickWeighted(codes, c => weightOf(c, monthOf(dayOf(finding.at)), 'general'))
      take(finding, { ...finding, ...what(dice, code, finding.at) })
    }
  }
  return fated
}

const isOrdinary = (finding: Seen): boolean => FATES.smooth.suits(finding)
const hurriedFirst = (findings: readonly Seen[]): Seen[] =>
  [...findings].sort((a, b) => Number(isOrdinary(a)) - Number(isOrdinary(b)))

/* The same clutter twice: a resident reports what the squad has just reported. */
function seenAgain(dice: Dice, fated: readonly Fated[]): Fated[] {
  const masters = fated.filter(
    ({ fate, source, category: { limit } }) =>
      fate === 'smooth' && source === 'patrol' && limit.basis === 'working' && limit.ms >= 24 * HOUR,
  )
  return dice
    .shuffled(masters)
    .slice(0, MERGED.count)
    .map(({ at, place, categoryCode, category: leaf }) => ({
      at: at + dice.whole(40, 100) * MINUTE,
      place,
      categoryCode,
      category: leaf,
      source: 'resident',
      reporter: dice.pick(loginsOf('resident')),
      patrol: null,
      fate: 'merged',
      master: { at, place },
    }))
}
