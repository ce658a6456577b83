/** How a field of an event is asked for. */
type FieldKind =
  | 'words'
  | 'photos'
  | 'choice'
  | 'decision'
  | 'yes or no'
  | 'unit'
  | 'handler'
  | 'verifier'
  | 'finding'
  | 'category'
  | 'severity'
  | 'duration'
  | 'day'

export interface FormField {
  readonly name: string
  readonly kind: FieldKind
  readonly options?: readonly string[]
  /** Asked for aside: most never need it. */
  readonly aside?: true
}

const words = (name: string): FormField => ({ name, kind: 'words' })
const choice = (name: string, ...options: string[]): FormField => ({ name, kind: 'choice', options })
const note = words('note')
const reason = words('reason')
const photos: FormField = { name: 'photoIds', kind: 'photos' }
const waive: FormField = { name: 'waive', kind: 'words', aside: true }
const unit: FormField = { name: 'unitId', kind: 'unit' }
const decision: FormField = { name: 'approve', kind: 'decision' }
const interim: FormField = words('interimMeasure')

/**
 * What is asked for at each event of the contract, in the order people think of it. Whether a field must be filled in
 * is the server's word: `requires` of what is allowed.
 */
export const EVENT_FORMS: Readonly<Record<string, readonly FormField[]>> = {
  register: [waive],
  reject: [
    choice('reason', 'not_exist', 'out_of_scope', 'insufficient', 'duplicate_answered', 'other'),
    note,
  ],
  withdraw: [],
  request_verify: [{ name: 'verifierId', kind: 'verifier' }],
  verify_result: [choice('result', 'exists', 'not_exists', 'unable'), photos, note],
  merge: [{ name: 'intoId', kind: 'finding' }, reason],
  dispatch: [unit, note, waive],
  dispatch_final: [unit, reason],
  receive: [],
  assign_handler: [{ name: 'handlerId', kind: 'handler' }],
  return: [choice('reason', 'not_our_duty', 'wrong_location', 'insufficient_info', 'not_exist'), note],
  apply_extension: [{ name: 'duration', kind: 'duration' }, reason, interim],
  decide_extension: [decision, note],
  apply_suspension: [
    choice('reason', 'engineering', 'season', 'funds_vote', 'third_party', 'legal_procedure'),
    { name: 'resumeBy', kind: 'day' },
    note,
    interim,
  ],
  decide_suspension: [decision, note],
  resume: [],
  rectify: [photos, note, waive],
  check: [choice('result', 'pass', 'fail', 'unable'), photos, note],
  rework: [reason],
  close: [note, waive],
  force_close: [reason, photos],
  propose_void: [reason],
  decide_void: [decision, note],
  reopen: [reason],
  reclassify: [{ name: 'categoryCode', kind: 'category' }, { name: 'severity', kind: 'severity' }, reason],
  unlink_recurrence: [reason],
  urge: [note],
  supervise: [choice('level', 'normal', 'yellow', 'red'), note],
  reply_supervision: [note],
  cancel_supervision: [note],
  appeal: [reason],
  decide_appeal: [decision, note],
  comment: [words('text'), photos],
  attach: [photos],
  callback: [
    { name: 'contacted', kind: 'yes or no' },
    { name: 'solved', kind: 'yes or no' },
    choice('satisfaction', 'satisfied', 'basically', 'dissatisfied'),
    note,
  ],
  approve_self_handled: [],
  reject_self_handled: [reason],
}

/** Fields that no form asks for: the server's default is what people mean. */
export const NOT_ASKED = ['basis']

/** The form of an event: the known one, or plain words for each field that a newer server requires. */
export function formOf(type: string, requires: readonly string[]): readonly FormField[] {
  return EVENT_FORMS[type] ?? requires.map(words)
}

/** Steps that move the work on come before those that only accompany it. */
const FIRST = [
  'decide_suspension',
  'decide_void',
  'decide_extension',
  'decide_appeal',
  'reply_supervision',
  'receive',
  'rectify',
  'verify_result',
  'check',
  'approve_self_handled',
  'register',
  'dispatch',
  'dispatch_final',
  'close',
  'resume',
  'assign_handler',
  'rework',
  'return',
  'reject',
  'reject_self_handled',
  'request_verify',
  'merge',
  'apply_extension',
  'apply_suspension',
  'comment',
]

interface Allowed {
  readonly type: string
  readonly requires: readonly string[]
}

/** What somebody may do, the most likely first. What needs a special reason (`waive`) comes last. */
export function inOrder(allowed: readonly Allowed[]): Allowed[] {
  const rank = ({ type, requires }: Allowed): number => {
    const at = FIRST.indexOf(type)
    return (at < 0 ? FIRST.length : at) + (requires.includes('waive') ? 100 : 0)
  }
  return [...allowed].sort((a, b) => rank(a) - rank(b))
}

/** How many of the ordered steps are offered at once; the others are one tap further. */
export function shownFirst(ordered: readonly Allowed[]): number {
  const moving = ordered.filter(
    ({ type, requires }) =>
      FIRST.indexOf(type) >= 0 && FIRST.indexOf(type) < 18 && !requires.includes('waive'),
  )
  return Math.min(3, Math.max(1, moving.length))
}
