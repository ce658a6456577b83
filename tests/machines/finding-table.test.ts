import { describe, expect, it } from 'vitest'
import type { Assignment, FindingContext } from '../../machines/finding/context.ts'
import { FINDING_RULES, refusalOf } from '../../machines/finding/rules.ts'
import {
  type ClockState,
  type FindingState,
  STORED_FINDING_STATES,
  type StageState,
} from '../../machines/finding/states.ts'
import type { Step } from '../../machines/step.ts'
import {
  attempt,
  eventOf,
  findingIn,
  hour,
  inProgress,
  landing,
  MONDAY,
  minute,
  NOTHING,
  REPERTOIRE,
  type Situation,
  take,
} from './support-finding.ts'

/*
 * The transition table of domain.md 8.1, row by row, written from the document and not from the machine. A row says
 * where each event leads from the states that take it; every state that is not named refuses it.
 */

type Row = Partial<Record<FindingState, FindingState>>

const stay = (...states: FindingState[]): Row => Object.fromEntries(states.map(state => [state, state]))
const to = (target: FindingState, ...from: FindingState[]): Row =>
  Object.fromEntries(from.map(state => [state, target]))

const OPEN = [
  'reported',
  'verifying',
  'self_handled',
  'registered',
  'dispatched',
  'in_progress',
  'suspended',
  'rectified',
] as const

/** Triage (twice), verify, triage of what was fixed on the spot, dispatch, receive, check. */
const WITH_OTHER_STAGE = [
  'reported',
  'verifying',
  'self_handled',
  'registered',
  'dispatched',
  'rectified',
] as const

const TABLE: Readonly<Record<string, Row>> = {
  // F1, F2: only before the first step
  report: {},
  'report, fixed on the spot': {},
  // F3, F4
  approve_self_handled: to('closed', 'self_handled'),
  reject_self_handled: to('reported', 'self_handled'),
  // F5, F6
  request_verify: to('verifying', 'reported'),
  'verify_result exists': to('reported', 'verifying'),
  'verify_result not_exists': to('reported', 'verifying'),
  'verify_result unable': to('reported', 'verifying'),
  // F7, F8, F9, F10
  register: to('registered', 'reported'),
  reject: to('rejected', 'reported'),
  withdraw: to('rejected', 'reported', 'registered', 'dispatched'),
  merge: to('merged', 'reported', 'verifying', 'registered'),
  // F11, F15
  dispatch: to('dispatched', 'registered'),
  dispatch_final: to('dispatched', 'registered'),
  // F12, F13, F14
  receive: to('in_progress', 'dispatched'),
  assign_handler: stay('dispatched', 'in_progress'),
  return: to('registered', 'dispatched', 'in_progress'),
  // F16
  apply_extension: stay('dispatched', 'in_progress'),
  'decide_extension approve': stay('dispatched', 'in_progress'),
  'decide_extension refuse': stay('dispatched', 'in_progress'),
  // F17, F18
  apply_suspension: stay('dispatched', 'in_progress'),
  'decide_suspension approve': to('suspended', 'dispatched', 'in_progress'),
  'decide_suspension refuse': stay('dispatched', 'in_progress'),
  resume: to('in_progress', 'suspended'),
  'resume by the timer': to('in_progress', 'suspended'),
  // F19, F20, F21, F22
  rectify: to('rectified', 'in_progress'),
  'check pass': stay('rectified'),
  'check fail': stay('rectified'),
  'check unable': stay('rectified'),
  rework: to('in_progress', 'rectified'),
  close: to('closed', 'rectified'),
  // F23: any open
  force_close: to('closed', ...OPEN),
  // F24
  propose_void: stay('registered', 'dispatched', 'in_progress', 'suspended'),
  'decide_void approve': to('void', 'registered', 'dispatched', 'in_progress', 'suspended'),
  'decide_void refuse': stay('registered', 'dispatched', 'in_progress', 'suspended'),
  // F25
  reopen: to('in_progress', 'closed'),
  // F26: reported and registered (and between them), later by a supervisor; a fix on the spot is judged first
  reclassify: stay(
    'reported',
    'verifying',
    'registered',
    'dispatched',
    'in_progress',
    'suspended',
    'rectified',
  ),
  // 9.2, N_recur: whether it recurred is judged by people as long as anybody looks at it, no change
  unlink_recurrence: stay(...OPEN, 'closed'),
  // F27, F28: open, no change
  urge: stay(...OPEN),
  supervise: stay(...OPEN),
  reply_supervision: stay(...OPEN),
  cancel_supervision: stay(...OPEN),
  // F29: closed, no change
  appeal: stay('closed'),
  'decide_appeal approve, first': stay('closed'),
  'decide_appeal approve, second': stay('closed'),
  'decide_appeal refuse, first': stay('closed'),
  'decide_appeal refuse, second': stay('closed'),
  // F30: any non-final
  comment: stay(...OPEN),
  attach: stay(...OPEN),
  // F31: closed, no change
  callback: stay('closed'),
  // The clock rings while the unit has it, and never moves the work (Decision 5)
  'clock.warn': stay('dispatched', 'in_progress'),
  'clock.overdue': stay('dispatched', 'in_progress'),
  'clock.yellow': stay('dispatched', 'in_progress'),
  'clock.red': stay('dispatched', 'in_progress'),
  // The clock of every other stage rings while that stage runs, and never moves the work either
  'stage.warn': stay(...WITH_OTHER_STAGE),
  'stage.overdue': stay(...WITH_OTHER_STAGE),
  'stage.raise': stay(...WITH_OTHER_STAGE),
  // F28: an answer is missed as long as the finding is open; F17: a suspension is about to end
  'supervision.unanswered': stay(...OPEN),
  'suspension.ending': stay('suspended'),
}

const EPISODE = inProgress().context.assignment as Assignment

/*
 * What a finding has to know for the conditions of an event to hold, whatever its state: so that a refusal can only
 * come from the state. Some of it could never be known in that state; that is the point.
 */
function readyFor(name: string, { value, context }: Situation, at: number): Situation {
  const assignment: Assignment = {
    ...(context.assignment ?? EPISODE),
    dueAt: at + hour,
    suspendedOnce: false,
  }
  const reporter = { ...context.reporter, id: 'patroller', role: 'patroller' } as const
  const by = (id: string) => ({ by: id, at })
  const appealed = (state: 'pending' | 'first_approved') => ({
    appeal: { at, state, firstBy: state === 'pending' ? null : 'coordinator' },
  })
  const facts: Readonly<Record<string, Partial<FindingContext>>> = {
    dispatch_final: { returns: [{ unitId: 'unit-cleaning', at }] },
    'decide_extension approve': {
      extension: { ...by('unit-manager'), amountMs: hour, basis: 'working' },
    },
    'decide_extension refuse': { extension: { ...by('unit-manager'), amountMs: hour, basis: 'working' } },
    'decide_suspension approve': {
      suspension: { ...by('unit-manager'), reason: 'season', resumeBy: at + hour },
    },
    'decide_suspension refuse': {
      suspension: { ...by('unit-manager'), reason: 'season', resumeBy: at + hour },
    },
    close: { check: { result: 'pass', at, by: 'checker' } },
    'decide_void approve': { voiding: by('coordinator') },
    'decide_void refuse': { voiding: by('coordinator') },
    reopen: { endedAt: at - hour, closeKind: 'normal' },
    unlink_recurrence: { earlierFix: { of: 'earlier', closedAt: at - hour } },
    reply_supervision: { supervision: { level: 'normal', at, by: 'supervisor', repliedAt: null } },
    cancel_supervision: { supervision: { level: 'normal', at, by: 'supervisor', repliedAt: null } },
    appeal: { assignment: { ...assignment, wasOverdue: true }, appealUntil: at + hour },
    'decide_appeal approve, first': appealed('pending'),
    'decide_appeal refuse, first': appealed('pending'),
    'decide_appeal approve, second': appealed('first_approved'),
    'decide_appeal refuse, second': appealed('first_approved'),
  }
  return {
    value: stageBefore(name, clockBefore(name, value)),
    context: { ...context, reporter, assignment, ...facts[name] },
  }
}

/** The clock stands one mark before the one that is to ring, where a clock runs at all. */
function clockBefore(name: string, value: Situation['value']): Situation['value'] {
  const marks: Readonly<Record<string, ClockState>> = {
    'clock.warn': 'running',
    'clock.overdue': 'warned',
    'clock.yellow': 'overdue',
    'clock.red': 'yellow',
  }
  const clock = marks[name]
  return clock && value.clock === 'running' ? { ...value, clock } : value
}

/** The same for the clock of the stage. */
function stageBefore(name: string, value: Situation['value']): Situation['value'] {
  const marks: Readonly<Record<string, StageState>> = {
    'stage.warn': 'in_time',
    'stage.overdue': 'late_soon',
    'stage.raise': 'late',
  }
  const stage = marks[name]
  return stage && value.stage === 'in_time' ? { ...value, stage } : value
}

const noticesOf = (result: Step<FindingContext>): string[] =>
  result.outcome === 'accepted'
    ? result.effects.flatMap(effect => (effect.type === 'notify' ? [effect.kind] : []))
    : []

describe('the table has every event and every state', () => {
  it('names each event of the rules', () => {
    const named = new Set(REPERTOIRE.map(({ deed }) => deed(0).type))
    expect([...named].sort()).toEqual(Object.keys(FINDING_RULES).sort())
    expect(Object.keys(TABLE).sort()).toEqual(REPERTOIRE.map(({ name }) => name).sort())
  })

  it('knows twelve stored states', () => {
    expect(STORED_FINDING_STATES).toHaveLength(12)
  })
})

describe.each(REPERTOIRE)('$name', ({ name, deed, by }) => {
  const row = TABLE[name] ?? {}
  const pairs = STORED_FINDING_STATES.map(from => ({ from, target: row[from] ?? 'refused' }))

  it.each(pairs)('$from → $target', ({ from, target }) => {
    const found = findingIn(from as Exclude<FindingState, 'draft'>)
    const at = found.context.at + minute
    const ready = readyFor(name, found, at)
    expect(refusalOf(ready.context, from, eventOf(ready, deed(at), by, at))).toBeNull()
    const result = attempt(ready, deed(at), by, at)
    expect(result.outcome === 'refused' ? 'refused' : landing(result).value.work).toBe(target)
  })
})

describe('the first step', () => {
  const [plain, fixed, ...others] = REPERTOIRE

  it('a report is the first thing that happens', () => {
    expect(take(NOTHING, plain!.deed(MONDAY), plain!.by, MONDAY).value).toEqual({
      work: 'reported',
      clock: 'idle',
      stage: 'in_time',
    })
  })

  it.each([plain!, fixed!])('$name: the desk hears of it', ({ deed, by }) => {
    const result = attempt(NOTHING, deed(MONDAY), by, MONDAY)
    expect(noticesOf(result)).toEqual(['reported'])
  })

  it('a report of something fixed on the spot waits to be approved', () => {
    expect(take(NOTHING, fixed!.deed(MONDAY), fixed!.by, MONDAY).value.work).toBe('self_handled')
  })

  it.each(others)('$name cannot come first', ({ name, deed, by }) => {
    const ready = readyFor(name, NOTHING, MONDAY)
    expect(refusalOf(ready.context, 'registered', eventOf(ready, deed(MONDAY), by, MONDAY))).toBeNull()
    expect(attempt(ready, deed(MONDAY), by, MONDAY).outcome).toBe('refused')
  })
})

describe('where the handling clock and the clock of the stage stand', () => {
  it.each<[FindingState, ClockState, StageState]>([
    ['reported', 'idle', 'in_time'],
    ['verifying', 'idle', 'in_time'],
    ['self_handled', 'idle', 'in_time'],
    ['registered', 'idle', 'in_time'],
    ['dispatched', 'running', 'in_time'],
    ['in_progress', 'running', 'unwatched'],
    ['suspended', 'paused', 'unwatched'],
    ['rectified', 'stopped', 'in_time'],
    ['closed', 'stopped', 'unwatched'],
    ['rejected', 'idle', 'unwatched'],
    ['merged', 'idle', 'unwatched'],
    ['void', 'idle', 'unwatched'],
  ])('%s: %s, %s', (state, clock, stage) => {
    expect(findingIn(state as Exclude<FindingState, 'draft'>).value).toEqual({ work: state, clock, stage })
  })
})

describe('who is told', () => {
  type Stored = Exclude<FindingState, 'draft'>
  const STAGE_OF: Readonly<Partial<Record<Stored, string>>> = {
    reported: 'triage',
    verifying: 'verify',
    self_handled: 'triage',
    registered: 'dispatch',
    dispatched: 'receive',
    rectified: 'check',
  }
  const ofStage =
    (rung: string) =>
    (state: Stored): readonly string[] => [`${STAGE_OF[state]}.${rung}`]
  /** What is said, by act; everything else is said to nobody. */
  const TOLD: Readonly<Record<string, string | readonly string[] | ((state: Stored) => readonly string[])>> =
    {
      reject: 'rejected',
      request_verify: 'verify_requested',
      'verify_result exists': 'verified',
      'verify_result not_exists': 'verified',
      'verify_result unable': 'verified',
      merge: 'merged',
      reject_self_handled: 'self_handled_rejected',
      dispatch: 'dispatched',
      dispatch_final: 'dispatched',
      assign_handler: 'assigned',
      return: 'returned',
      apply_extension: 'extension_applied',
      'decide_extension approve': 'extension_decided',
      'decide_extension refuse': 'extension_decided',
      apply_suspension: 'suspension_applied',
      'decide_suspension approve': 'suspension_decided',
      'decide_suspension refuse': 'suspension_decided',
      resume: 'resumed',
      'resume by the timer': 'resumed',
      rectify: 'rectified',
      'check pass': 'checked',
      'check fail': 'checked',
      'check unable': 'checked',
      rework: 'rework',
      close: 'closed',
      force_close: 'closed',
      propose_void: 'void_proposed',
      'decide_void approve': ['void_decided', 'voided'],
      'decide_void refuse': 'void_decided',
      reopen: 'reopened',
      urge: 'urged',
      supervise: 'supervised',
      reply_supervision: 'supervision_replied',
      appeal: 'appealed',
      'decide_appeal approve, first': 'appeal_decided',
      'decide_appeal approve, second': 'appeal_decided',
      'decide_appeal refuse, first': 'appeal_decided',
      'decide_appeal refuse, second': 'appeal_decided',
      'clock.warn': 'handle.warn',
      'clock.overdue': ['handle.due', 'handle.overdue'],
      'clock.yellow': 'handle.yellow',
      'clock.red': 'handle.red',
      'stage.warn': ofStage('warn'),
      'stage.overdue': ofStage('overdue'),
      'stage.raise': ofStage('raised'),
      'supervision.unanswered': 'supervision.unanswered',
      'suspension.ending': 'suspension.ending',
    }

  it.each(REPERTOIRE)('$name', ({ name, deed, by }) => {
    for (const from of Object.keys(TABLE[name] ?? {}) as Stored[]) {
      const found = findingIn(from)
      const at = found.context.at + minute
      const told = TOLD[name] ?? []
      expect(noticesOf(attempt(readyFor(name, found, at), deed(at), by, at))).toEqual(
        typeof told === 'function' ? told(from) : [told].flat(),
      )
    }
  })
})

describe('the photos', () => {
  const added = (state: Exclude<FindingState, 'draft'>, name: string) => {
    const found = findingIn(state)
    const act = REPERTOIRE.find(each => each.name === name)
    if (!act) throw new Error(`no act ${name}`)
    const at = found.context.at + minute
    const { photos } = landing(attempt(readyFor(name, found, at), act.deed(at), act.by, at)).context
    return photos.slice(found.context.photos.length)
  }

  it('keep the part they played', () => {
    expect(findingIn('reported').context.photos).toEqual([['photo-before', 'before']])
    expect(findingIn('self_handled').context.photos).toEqual([
      ['photo-before', 'before'],
      ['photo-after', 'after'],
    ])
    expect(added('in_progress', 'rectify')).toEqual([['photo-after', 'after']])
    expect(added('rectified', 'check fail')).toEqual([['photo-check', 'check']])
    expect(added('verifying', 'verify_result exists')).toEqual([['photo-verify', 'check']])
    expect(added('in_progress', 'attach')).toEqual([['photo-comment', 'comment']])
    expect(added('in_progress', 'comment')).toEqual([])
  })
})
