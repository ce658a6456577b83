import type { Limit } from './calendar.ts'
import type { FindingState } from './finding/states.ts'

/*
 * Who hears of what (domain.md 8.1, Decision 5). A notice is plain (`dispatched`: it is told once, and that is that)
 * or a rung of a ladder (`handle.overdue`): somebody is late, and whoever hears it stands above those who heard the
 * rung before. A rung that nobody acknowledges climbs by itself, and at the top it is told again and again.
 */

/**
 * Who hears, named by what they are to the record: somebody who has a part in it (handler, verifier, finder, lead,
 * reporter), the managers of the unit, the coordinators, the supervisors of the place, and at last the supervisors
 * and administrators of the whole community.
 */
export type Hearer =
  | 'reporter'
  | 'finder'
  | 'verifier'
  | 'handler'
  | 'lead'
  | 'unit'
  | 'desk'
  | 'supervision'
  | 'community'

/** From those who do the work up to those who answer for it; each step is one level up. */
export const CHAIN = ['unit', 'desk', 'supervision', 'community'] as const satisfies readonly Hearer[]

/** What a notice is: its topic, its rung where it is one of a ladder, who hears it, and whether it climbs. */
export interface Notice {
  readonly topic: string
  /** Empty for a plain notice. */
  readonly rung: string
  readonly hearers: readonly Hearer[]
  /** Told to one level more, again and again, until somebody acknowledges it. */
  readonly climbs: boolean
}

const RUNGS: Readonly<Record<string, Readonly<Record<string, readonly Hearer[]>>>> = {
  handle: {
    warn: ['handler'],
    due: ['handler', 'unit'],
    overdue: ['unit', 'desk'],
    yellow: ['unit', 'desk', 'supervision'],
    red: ['unit', 'supervision', 'community'],
  },
  triage: { warn: ['desk'], overdue: ['desk', 'supervision'], raised: ['supervision', 'community'] },
  verify: { warn: ['verifier'], overdue: ['verifier', 'desk'], raised: ['desk', 'supervision'] },
  dispatch: { warn: ['desk'], overdue: ['desk', 'supervision'], raised: ['supervision', 'community'] },
  receive: { warn: ['unit'], overdue: ['unit', 'desk'], raised: ['desk', 'supervision'] },
  check: { warn: ['finder'], overdue: ['finder', 'desk'], raised: ['desk', 'supervision'] },
  close: { warn: ['desk'], overdue: ['desk', 'supervision'], raised: ['supervision', 'community'] },
  suspension: { ending: ['unit', 'desk'] },
  supervision: { unanswered: ['unit', 'supervision'] },
  patrol: { missed: ['lead', 'desk'] },
}
/** Rungs that come before anybody is late, and call for no answer. */
const QUIET: ReadonlySet<string> = new Set(['warn', 'due', 'ending'])

const PLAIN: Readonly<Record<string, readonly Hearer[]>> = {
  reported: ['desk'],
  rejected: ['reporter'],
  merged: ['reporter'],
  verify_requested: ['verifier'],
  verified: ['desk'],
  self_handled_rejected: ['reporter', 'desk'],
  dispatched: ['unit'],
  assigned: ['handler'],
  returned: ['desk'],
  extension_applied: ['desk'],
  extension_decided: ['unit', 'handler'],
  suspension_applied: ['supervision'],
  suspension_decided: ['unit', 'handler'],
  resumed: ['unit', 'handler'],
  void_proposed: ['supervision'],
  void_decided: ['desk', 'unit'],
  voided: ['reporter'],
  rectified: ['finder', 'desk'],
  checked: ['desk', 'unit'],
  rework: ['unit', 'handler'],
  closed: ['reporter', 'unit'],
  reopened: ['reporter', 'unit', 'handler'],
  urged: ['unit', 'handler'],
  supervised: ['unit', 'handler'],
  supervision_replied: ['supervision'],
  appealed: ['desk'],
  appeal_decided: ['unit'],
  // Told by the host: a cross re-check is no step of the finding. The lead is that of the squad that is to go.
  recheck_offered: ['lead'],
  recheck_failed: ['desk', 'supervision'],
  // Told of a finding that was merged: what has become of the original that it follows.
  original_closed: ['reporter'],
  original_reopened: ['reporter'],
  original_rejected: ['reporter'],
  original_merged: ['reporter'],
  original_voided: ['reporter'],
}

const ENDS_OF_ORIGINALS: Partial<Record<FindingState, string>> = {
  closed: 'original_closed',
  rejected: 'original_rejected',
  merged: 'original_merged',
  void: 'original_voided',
}

/** What the followers of a finding hear of a step that led from one state to another; `null` when nothing. */
export function originalKindOf(before: FindingState, after: FindingState): string | null {
  if (before === after) return null
  return ENDS_OF_ORIGINALS[after] ?? (before === 'closed' ? 'original_reopened' : null)
}

/** Every notice there is, by its kind: the topic alone, or topic and rung with a dot between. */
export const NOTICES: ReadonlyMap<string, Notice> = new Map([
  ...Object.entries(PLAIN).map(
    ([topic, hearers]) => [topic, { topic, rung: '', hearers, climbs: false }] as const,
  ),
  ...Object.entries(RUNGS).flatMap(([topic, rungs]) =>
    Object.entries(rungs).map(
      ([rung, hearers]) => [`${topic}.${rung}`, { topic, rung, hearers, climbs: !QUIET.has(rung) }] as const,
    ),
  ),
])

/** The notice of a kind; throws for one that a machine says and nobody is named to hear. */
export function noticeOf(kind: string): Notice {
  const notice = NOTICES.get(kind)
  if (!notice) throw new TypeError(`nobody is named to hear ${kind}`)
  return notice
}

/** How high somebody stands: 0 for whoever has a part in the record, then one for each step of the chain. */
export function heightOf(hearer: Hearer): number {
  return CHAIN.indexOf(hearer as (typeof CHAIN)[number]) + 1
}

/** The height of the highest that hear a notice. */
export function topOf({ hearers }: Pick<Notice, 'hearers'>): number {
  return Math.max(...hearers.map(heightOf))
}

/** Who stands above those that hear a notice. What is the community's own affair does not go through the unit. */
export function aboveOf(notice: Notice): readonly Hearer[] {
  const ofUnit = notice.hearers.some(hearer => hearer === 'unit' || hearer === 'handler')
  return CHAIN.slice(topOf(notice)).filter(hearer => hearer !== 'unit' || ofUnit)
}

/** Who hears a rung that has climbed `level` times: those it names, and that many steps of the chain more. */
export function hearersAt(notice: Notice, level: number): readonly Hearer[] {
  return [...notice.hearers, ...aboveOf(notice).slice(0, level)]
}

/** The rungs of the same ladder that need not climb any more once this one is told: it stands above them. */
export function supersededBy({ topic, ...notice }: Notice): readonly Notice[] {
  return [...NOTICES.values()].filter(
    other => other.topic === topic && other.climbs && topOf(other) < topOf(notice),
  )
}

/** Whether a rung that has climbed `level` times has nobody above it left. */
export function isAtTop(notice: Notice, level: number): boolean {
  return level >= aboveOf(notice).length
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/**
 * How long a rung waits for somebody to acknowledge it before it climbs. The urgent ones (S1, S2) do not wait for
 * working hours. At the top it is told again after a longer time, so that it stays heard and does not become noise.
 * `dayMs` is the calendar's working day. These spans are the project's own: no standard names them.
 */
export function patienceOf(severity: 'S1' | 'S2' | 'S3' | 'S4' | null, atTop: boolean, dayMs: number): Limit {
  switch (severity) {
    case 'S1':
      return { ms: atTop ? 4 * HOUR : 30 * MINUTE, basis: 'continuous' }
    case 'S2':
      return { ms: atTop ? 24 * HOUR : 2 * HOUR, basis: 'continuous' }
    case 'S3':
      return { ms: atTop ? dayMs : Math.round(dayMs / 2), basis: 'working' }
    default:
      return { ms: dayMs, basis: 'working' }
  }
}
