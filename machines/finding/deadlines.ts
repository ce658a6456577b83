import { deadline, elapsed, type Limit, type WorkingCalendar } from '../calendar.ts'
import type { FindingContext } from './context.ts'
import type { ClockPlan, FindingDeed, Plan, Severity, StageName, Standard, Why } from './events.ts'
import type { FindingState } from './states.ts'

/** Warned at this share of the budget from its (re)start to due (domain.md, Decision 5). */
const WARN_SHARE = 0.8
const YELLOW_SHARE = 0.5
const RED_SHARE = 1
/** For S1 and S2 the cards come at the latest this long after due, around the clock. */
const URGENT_YELLOW_MS = 24 * 3_600_000
const URGENT_RED_MS = 72 * 3_600_000
/** A unit may return a finding within this many times the receive limit. */
const RETURN_WINDOW = 2
/** A stage that is overdue goes one level up after this share of its limit more. */
const RAISE_SHARE = 0.5
/** Working time to answer a supervision: hours for red, days for the others (domain.md F28; `normal` is ours). */
const REPLY_HOURS = { red: 4 } as const
const REPLY_DAYS = { yellow: 1, normal: 2 } as const
/** The end of a suspension is announced three days before, or halfway through a shorter one. */
const ENDING_MS = 3 * 24 * 3_600_000
/** Working days after closing within which a unit may appeal (domain.md F29). */
const APPEAL_DAYS = 5

type Level = 'normal' | 'yellow' | 'red'
type Draft = Pick<FindingDeed, 'type'> & {
  approve?: boolean
  result?: string
  standard?: Standard
  level?: Level
}

/**
 * Computes the deadlines that a step needs, so that the machine itself stays without a calendar. Gives an empty plan
 * for events that set none. Pure; `at` is the moment of the step in milliseconds since 1970.
 */
export function planFinding(
  context: FindingContext,
  state: FindingState,
  deed: Draft,
  at: number,
  calendar: WorkingCalendar,
): Plan {
  const due = (limit: Limit): number => deadline(at, limit, calendar).dueAt
  const stage = (name: Exclude<StageName, 'handle'>, standard: Standard = context.standard): Plan =>
    stageFrom(at, standard.stageLimits[name], calendar)
  const reply = (level: Level): Plan => {
    const ms = level === 'red' ? REPLY_HOURS.red * 3_600_000 : REPLY_DAYS[level] * calendar.dayMs
    return { replyDueAt: due({ ms, basis: 'working' }) }
  }
  const appealUntil = (): Plan => ({
    appealUntil: due({ ms: APPEAL_DAYS * calendar.dayMs, basis: 'working' }),
  })
  const assignment = context.assignment

  switch (deed.type) {
    case 'report':
      return stage('triage', deed as unknown as Standard)
    case 'verify_result':
    case 'reject_self_handled':
      return stage('triage')
    case 'request_verify':
      return stage('verify')
    case 'register':
    case 'return':
      return stage('dispatch')
    case 'check':
      return deed.result === 'pass' ? stage('close') : {}
    case 'close':
    case 'force_close':
      return assignment ? appealUntil() : {}
    case 'dispatch':
    case 'dispatch_final': {
      const { limit, stageLimits } = context.standard
      const { dueAt, why } = deadline(at, limit, calendar)
      return {
        ...stage('receive'),
        returnUntil: due({ ...stageLimits.receive, ms: RETURN_WINDOW * stageLimits.receive.ms }),
        clock: marks(context.severity, context.standard, limit, at, dueAt, calendar),
        why: [{ k: 'started', at }, ...why],
      }
    }
    case 'decide_extension': {
      if (!assignment || !context.extension || deed.approve !== true) return {}
      const { amountMs, basis } = context.extension
      const { dueAt } = deadline(assignment.dueAt, { ms: amountMs, basis }, calendar)
      return {
        clock: marks(
          context.severity,
          context.standard,
          assignment.limit,
          assignment.startAt,
          dueAt,
          calendar,
        ),
        why: [{ k: 'extended', ms: amountMs, basis, dueAt }],
      }
    }
    case 'decide_suspension':
      if (!assignment || deed.approve !== true) return {}
      return {
        remainingMs: elapsed(at, assignment.dueAt, assignment.limit.basis, calendar),
        endingAt: endingOf(at, context.suspension?.resumeBy ?? at),
      }
    case 'resume':
      return continued(assignment?.remainingMs ?? 0, 'resumed')
    case 'rectify':
      return stage('check')
    case 'supervise':
      return reply(deed.level ?? 'normal')
    case 'clock.yellow':
      return reply('yellow')
    case 'clock.red':
      return reply('red')
    case 'rework':
    case 'reopen': {
      if (!assignment) return {}
      const { limit, handledAt, dueAt, remainingMs } = assignment
      // A forced closing stops the clock as well, and may find it paused.
      const stoppedAt = handledAt ?? context.endedAt ?? at
      const left = remainingMs ?? elapsed(stoppedAt, dueAt, limit.basis, calendar)
      const least = Math.max(Math.round(limit.ms * context.policy.minReworkShare), context.policy.minReworkMs)
      return continued(Math.max(left, least), deed.type)
    }
    case 'reclassify':
      return reclassified(deed.standard ?? context.standard)
    default:
      return state === 'draft' ? stage('triage') : {}
  }

  /* From the same start with the new limit (F26); a pause and a rework keep the share of the budget they left. */
  function reclassified(standard: Standard): Plan {
    const name = context.stage?.name
    const stageDue: Plan =
      context.stage && name && name !== 'handle'
        ? stageFrom(context.stage.startAt, standard.stageLimits[name], calendar)
        : {}
    if (!assignment || assignment.handledAt !== null) return stageDue
    const { startAt, dispatchedAt, resumedAt, remainingMs, limit: old } = assignment
    const { severity, limit } = standard
    const budgetMs = remainingMs ?? elapsed(startAt, assignment.dueAt, old.basis, calendar)
    const ms = Math.round(limit.ms * Math.min(1, budgetMs / old.ms))
    if (remainingMs !== null) return { remainingMs: ms }
    const { dueAt, why } = deadline(startAt, { ms, basis: limit.basis }, calendar)
    const started: Why = { k: 'started', at: dispatchedAt }
    const again: Why = {
      k: resumedAt === startAt ? 'resumed' : 'rework',
      at: startAt,
      ms,
      basis: limit.basis,
      dueAt,
    }
    return {
      ...stageDue,
      clock: marks(severity, standard, limit, startAt, dueAt, calendar),
      why: startAt === dispatchedAt ? [started, ...why] : [started, { k: 'limit', ...limit }, again],
    }
  }

  function continued(budgetMs: number, cause: 'resumed' | 'rework' | 'reopen'): Plan {
    if (!assignment) return {}
    const { limit } = assignment
    const dueAt = due({ ms: budgetMs, basis: limit.basis })
    const why: Why[] = [{ k: cause, at, ms: budgetMs, basis: limit.basis, dueAt }]
    return { clock: marks(context.severity, context.standard, limit, at, dueAt, calendar), why }
  }
}

function stageFrom(startAt: number, limit: Limit, calendar: WorkingCalendar): Plan {
  const after = (from: number, share: number): number =>
    deadline(from, { ms: Math.round(limit.ms * share), basis: limit.basis }, calendar).dueAt
  const stageDueAt = after(startAt, 1)
  return { stageDueAt, stageWarnAt: after(startAt, WARN_SHARE), stageRaiseAt: after(stageDueAt, RAISE_SHARE) }
}

function endingOf(at: number, resumeBy: number): number {
  return resumeBy - Math.min(ENDING_MS, Math.round((resumeBy - at) / 2))
}

function marks(
  severity: Severity,
  standard: Standard,
  limit: Limit,
  startAt: number,
  dueAt: number,
  calendar: WorkingCalendar,
): ClockPlan {
  const { basis } = limit
  const after = (from: number, ms: number): number =>
    deadline(from, { ms: Math.round(ms), basis }, calendar).dueAt
  const budgetMs = elapsed(startAt, dueAt, basis, calendar)
  const urgent = severity === 'S1' || severity === 'S2'
  const card = (share: number, urgentMs: number): number => {
    const at = after(dueAt, limit.ms * share)
    return urgent ? Math.min(at, dueAt + urgentMs) : at
  }
  const { check, close } = standard.stageLimits
  const checkDueAt = deadline(dueAt, check, calendar).dueAt
  return {
    startAt,
    warnAt: Math.min(dueAt, after(startAt, budgetMs * WARN_SHARE)),
    dueAt,
    yellowAt: card(YELLOW_SHARE, URGENT_YELLOW_MS),
    redAt: card(RED_SHARE, URGENT_RED_MS),
    closeDueAt: deadline(checkDueAt, close, calendar).dueAt,
  }
}
