import { ALL } from '../../db/stores/visibility.ts'
import type { FindingContext } from '../../machines/finding/context.ts'
import type { PatrolContext } from '../../machines/patrol/context.ts'
import { localDay } from '../../machines/zone.ts'
import type { TestDeps } from './house.ts'

/*
 * The base counts of domain.md 9.2 by brute force: every finding and patrol of the community is looked at, one symbol
 * of the table after the other. Nothing here is shared with the program's own figures.
 */

interface Life {
  readonly state: string
  readonly path: string
  readonly f: FindingContext
}
interface Walk {
  readonly state: string
  readonly path: string
  readonly p: PatrolContext
}

export interface Everything {
  readonly lives: readonly Life[]
  readonly walks: readonly Walk[]
}

/** Reads every context there is, with the path of its place. */
export async function readEverything(deps: TestDeps, communityId: string): Promise<Everything> {
  const { read } = deps.db
  const pathOf = async (id: string | null): Promise<string> => {
    const root = (await read.setup.findCommunity(communityId))?.rootPlaceId ?? ''
    return (await read.setup.findPlace(communityId, id ?? root))?.path ?? ''
  }
  const lives: Life[] = []
  for (const row of await read.findings.contextsReportedBetween(communityId, ALL, {}, '', 100_000)) {
    const f = JSON.parse(row.context) as FindingContext
    lives.push({ state: row.state, path: await pathOf(f.placeId), f })
  }
  const walks: Walk[] = []
  for (const row of await read.patrols.contextsBelow(communityId, '/', '', 100_000)) {
    const p = JSON.parse(row.context) as PatrolContext
    walks.push({ state: row.state, path: await pathOf(p.placeId), p })
  }
  return { lives, walks }
}

export interface Question {
  /** Paths that do not overlap. */
  readonly paths: readonly string[]
  readonly unitId: string | null
  readonly from: string
  readonly to: string
  readonly countBy: 'event' | 'cohort'
  /** Instants. */
  readonly asOf: number
}

/** The counts, under the names that the summary gives them. */
export function countByHand(everything: Everything, question: Question): Record<string, number> {
  const { paths, unitId, from, to, countBy, asOf } = question
  const within = ({ path }: { path: string }): boolean => paths.some(p => path.startsWith(p))
  const inPeriod = (day: string): boolean => from <= day && day < to
  const lives = everything.lives.filter(
    life => within(life) && (unitId === null || life.f.assignment?.unitId === unitId),
  )
  const dayOf = (at: number, { f }: Life): string => localDay(at, f.timeZone)
  const cohort = lives.filter(life => inPeriod(dayOf(life.f.reportedAt, life)))

  /* How many lives of this sort have the moment within the period, or, by cohort, have it at all. */
  const count = (
    sort: (life: Life) => boolean,
    moment: (f: FindingContext) => number | null | undefined,
  ): number => {
    const chosen = (countBy === 'cohort' ? cohort : lives).filter(sort)
    return chosen.filter(life => {
      const at = moment(life.f)
      return at != null && (countBy === 'cohort' || inPeriod(dayOf(at, life)))
    }).length
  }

  const is =
    (...states: string[]) =>
    ({ state }: Life): boolean =>
      states.includes(state)
  const counted = (life: Life): boolean => !is('void', 'merged')(life)
  const closedAs =
    (...kinds: string[]) =>
    (life: Life): boolean =>
      is('closed')(life) && kinds.includes(life.f.closeKind ?? '')
  const cased = closedAs('normal', 'forced')
  const forgiven = ({ f }: Life): boolean => !f.assignment?.wasOverdue || f.assignment.exempt

  const cameBackWithin = ({ observedAt, earlierFix }: FindingContext, days: number): boolean =>
    observedAt - (earlierFix?.closedAt ?? 0) <= days * 86_400_000

  const walks = unitId === null ? everything.walks.filter(within) : []
  const walked = (
    state: string,
    moment: (p: PatrolContext) => number | null,
    sort: (w: Walk) => boolean = () => true,
  ): number =>
    walks.filter(sort).filter(w => {
      const at = countBy === 'cohort' ? w.p.openedAt : moment(w.p)
      return w.state === state && at !== null && inPeriod(localDay(at, w.p.timeZone))
    }).length

  /* Stops of completed walks, on the day of the walk or of its opening. */
  const stops = (of: (p: PatrolContext) => readonly unknown[]): number =>
    walks
      .filter(w => w.state === 'completed')
      .filter(w =>
        inPeriod(localDay((countBy === 'cohort' ? w.p.openedAt : w.p.finishedAt) ?? 0, w.p.timeZone)),
      )
      .reduce((sum, w) => sum + of(w.p).length, 0)

  const late = (countBy === 'cohort' ? cohort : lives).filter(
    life => life.f.assignment !== null && !is('void', 'merged', 'rejected', 'registered', 'suspended')(life),
  )
  const endedBefore = ({ f }: Life): boolean => f.endedAt !== null && f.endedAt < asOf
  const overdueOpen = late.filter(life => {
    const { dueAt = 0, handledAt = null } = life.f.assignment ?? {}
    return dueAt < asOf && !endedBefore(life) && (handledAt === null || handledAt >= asOf)
  })
  const overdueUnclosed = late.filter(
    life => (life.f.assignment?.closeDueAt ?? 0) < asOf && !endedBefore(life),
  )

  return {
    patrols: walked('completed', p => p.finishedAt),
    patrolsMissed: walked('missed', p => p.windowEnd),
    patrolsKept: walked(
      'completed',
      p => p.windowEnd,
      ({ p }) => p.windowEnd !== null,
    ),
    stopsDue: stops(p => p.route?.stops.filter(stop => stop.mandatory) ?? []),
    stopsMade: stops(
      p =>
        p.route?.stops.filter(
          stop =>
            stop.mandatory &&
            p.visits.some(visit => visit.checkpointId === stop.checkpointId && visit.result !== 'skipped'),
        ) ?? [],
    ),
    reported: count(
      life => !is('void')(life),
      f => f.reportedAt,
    ),
    valid: count(
      life => counted(life) && (life.f.registeredAt !== null || closedAs('self_handled')(life)),
      f => f.reportedAt,
    ),
    triaged: count(
      life => !is('void')(life),
      f => f.triagedAt,
    ),
    registered: count(
      life => !is('merged')(life),
      f => f.registeredAt,
    ),
    recurred: count(
      life => counted(life) && life.f.earlierFix != null && cameBackWithin(life.f, 30),
      f => f.registeredAt,
    ),
    rejected: count(is('rejected'), f => f.endedAt),
    void: count(is('void'), f => f.endedAt),
    merged: count(is('merged'), f => f.endedAt),
    selfHandled: count(closedAs('self_handled'), f => f.endedAt),
    dispatched: count(counted, f => f.firstDispatchedAt),
    handled: count(counted, f => f.assignment?.handledAt),
    handledInTime: count(
      life => counted(life) && forgiven(life),
      f => f.assignment?.handledAt,
    ),
    closed: count(cased, f => f.endedAt),
    closedInTime: count(
      life =>
        closedAs('normal')(life) &&
        forgiven(life) &&
        (life.f.endedAt ?? 0) <= (life.f.assignment?.closeDueAt ?? 0),
      f => f.endedAt,
    ),
    closedReworked: count(
      life => cased(life) && life.f.counts.rework > 0,
      f => f.endedAt,
    ),
    closedExtended: count(
      life => cased(life) && life.f.counts.extension > 0,
      f => f.endedAt,
    ),
    closedForced: count(closedAs('forced'), f => f.endedAt),
    found: count(
      life => counted(life) && !is('rejected')(life),
      f => f.reportedAt,
    ),
    rectified: count(closedAs('normal', 'self_handled'), f => f.endedAt),
    overdue: count(
      life => counted(life) && life.f.assignment?.wasOverdue === true,
      f => f.assignment?.overdueDueAt,
    ),
    // By return, for the unit that gave it back; the finding may be with another one by now.
    returned: everything.lives
      .filter(life => within(life) && counted(life))
      .flatMap(life =>
        life.f.returns
          .filter(each => unitId === null || each.unitId === unitId)
          .map(each => dayOf(countBy === 'cohort' ? life.f.reportedAt : each.at, life)),
      )
      .filter(inPeriod).length,
    overdueOpen: overdueOpen.length,
    overdueUnclosed: overdueUnclosed.length,
    overdueUnclosedExtended: overdueUnclosed.filter(({ f }) => f.counts.extension > 0).length,
  }
}
