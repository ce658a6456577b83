import { type TObject, type TProperties, Type } from 'typebox'
import { closed, Day, Id, Instant, Lat, Lng, Nullable, oneOf, Version, words } from '../schemas.ts'

/* Shapes of findings and their events (api.md, "Bodies" and "The shape of a finding"). */

export const NOTE_LENGTH = 2_000
const Note = Type.Optional(words(NOTE_LENGTH))
const Reason = words(NOTE_LENGTH)
const PhotoIds = Type.Array(Id, { maxItems: 20, uniqueItems: true })
const Photos = Type.Optional(PhotoIds)
const Severity = oneOf(['S1', 'S2', 'S3', 'S4'])
const Basis = oneOf(['working', 'continuous'])
export const CategoryCode = Type.String({ pattern: '^[0-9]{2,8}$' })
const Approve = Type.Boolean()
const Waive = Type.Optional(words(NOTE_LENGTH))

/** What a finding is reported with. */
export const FindingBody = closed({
  id: Type.Optional(Id),
  communityId: Type.Optional(Id),
  categoryCode: CategoryCode,
  placeId: Type.Optional(Id),
  address: Type.Optional(words(500)),
  lat: Type.Optional(Lat),
  lng: Type.Optional(Lng),
  datum: Type.Optional(oneOf(['wgs84', 'gcj02', 'bd09'])),
  description: words(4_000),
  severity: Type.Optional(Severity),
  observedAt: Type.Optional(Instant),
  patrolId: Type.Optional(Id),
  photoIds: Photos,
  fixed: Type.Optional(closed({ photoIds: PhotoIds, note: words(NOTE_LENGTH) })),
})

const EVENTS: Record<string, TProperties> = {
  register: { waive: Waive },
  reject: {
    reason: oneOf(['not_exist', 'out_of_scope', 'insufficient', 'duplicate_answered', 'other']),
    note: Note,
  },
  withdraw: {},
  request_verify: { verifierId: Type.Optional(Id) },
  verify_result: { result: oneOf(['exists', 'not_exists', 'unable']), photoIds: Photos, note: Note },
  merge: { intoId: Id, reason: Reason },
  dispatch: { unitId: Id, note: Note, waive: Waive },
  dispatch_final: { unitId: Id, reason: Reason },
  receive: {},
  assign_handler: { handlerId: Id },
  return: {
    reason: oneOf(['not_our_duty', 'wrong_location', 'insufficient_info', 'not_exist']),
    note: words(NOTE_LENGTH),
  },
  apply_extension: {
    duration: Type.String({ maxLength: 40 }),
    basis: Type.Optional(Basis),
    reason: Reason,
    interimMeasure: Note,
  },
  decide_extension: { approve: Approve, note: Note },
  apply_suspension: {
    reason: oneOf(['engineering', 'season', 'funds_vote', 'third_party', 'legal_procedure']),
    note: Note,
    resumeBy: Instant,
    interimMeasure: Note,
  },
  decide_suspension: { approve: Approve, note: Note },
  resume: {},
  rectify: { photoIds: Photos, note: words(NOTE_LENGTH), waive: Waive },
  check: { result: oneOf(['pass', 'fail', 'unable']), photoIds: Photos, note: Note },
  rework: { reason: Reason },
  close: { note: Note, waive: Waive },
  force_close: { reason: Reason, photoIds: Photos },
  propose_void: { reason: Reason },
  decide_void: { approve: Approve, note: Note },
  reopen: { reason: Reason },
  reclassify: { categoryCode: CategoryCode, severity: Type.Optional(Severity), reason: Reason },
  unlink_recurrence: { reason: Reason },
  urge: { note: Note },
  supervise: { level: oneOf(['normal', 'yellow', 'red']), note: words(NOTE_LENGTH) },
  reply_supervision: { note: words(NOTE_LENGTH) },
  cancel_supervision: { note: words(NOTE_LENGTH) },
  appeal: { reason: Reason },
  decide_appeal: { approve: Approve, note: Note },
  comment: { text: words(NOTE_LENGTH), photoIds: Photos },
  attach: { photoIds: PhotoIds },
  callback: {
    contacted: Type.Boolean(),
    solved: Type.Optional(Type.Boolean()),
    satisfaction: Type.Optional(oneOf(['satisfied', 'basically', 'dissatisfied'])),
    note: Note,
  },
  approve_self_handled: {},
  reject_self_handled: { reason: Reason },
}

/**
 * A union of closed objects told apart by `type`: only the branch that the type names is checked, so an error points
 * at the field that is wrong.
 */
export function eventUnion(events: Record<string, TProperties>) {
  const branches: TObject[] = Object.entries(events).map(([type, fields]) =>
    closed({ type: Type.Literal(type), expectedVersion: Type.Optional(Version), ...fields }),
  )
  return Type.Unsafe<{ type: string; expectedVersion?: number } & Record<string, unknown>>({
    type: 'object',
    required: ['type'],
    discriminator: { propertyName: 'type' },
    oneOf: branches,
  })
}

/** One machine event, as the contract names its fields. */
export const FindingEventBody = eventUnion(EVENTS)

const Text = Type.String()
const Count = Type.Integer()
const OptionalInstant = Nullable(Type.String({ format: 'date-time' }))
export const Allowed = Type.Array(closed({ type: Text, requires: Type.Array(Text) }))

const HintShape = closed({
  kind: oneOf(['open', 'closed']),
  findingId: Nullable(Id),
  number: Nullable(Text),
  state: Text,
  stateName: Text,
  reportedAt: Text,
  closedAt: OptionalInstant,
  fixed: Type.Boolean({ description: 'it was fixed, so what is seen there now is its recurrence' }),
  description: Nullable(Text),
  likeness: closed({
    words: Nullable(
      Type.Number({ description: 'of the descriptions, 0 to 1; null when not to be compared' }),
    ),
    photo: Nullable(
      Type.Number({ description: 'of the photos that were reported, 0 to 1; null when not to be compared' }),
    ),
  }),
})
export const HintsShape = closed({ items: Type.Array(HintShape) })

export const FindingShape = closed(
  {
    id: Text,
    number: Text,
    communityId: Text,
    version: Count,
    state: Text,
    stateName: Text,
    stage: Text,
    clock: closed({
      state: Text,
      dueAt: OptionalInstant,
      overdue: Type.Boolean(),
      wasOverdue: Type.Boolean(),
      pausedAt: OptionalInstant,
      resumeBy: OptionalInstant,
      why: Type.Array(Text),
      stage: Nullable(closed({ name: Text, dueAt: Text, overdue: Type.Boolean() })),
    }),
    categoryCode: Text,
    severity: Text,
    placeId: Nullable(Text),
    placePath: Nullable(Text),
    address: Nullable(Text),
    lat: Nullable(Type.Number()),
    lng: Nullable(Type.Number()),
    datum: Nullable(Text),
    description: Text,
    source: Text,
    patrolId: Nullable(Text),
    reporterId: Nullable(Text),
    observedAt: Text,
    reportedAt: Text,
    reportedDay: Day,
    unitId: Nullable(Text),
    handlerId: Nullable(Text),
    external: Type.Boolean(),
    handledAt: OptionalInstant,
    closedAt: OptionalInstant,
    closeKind: Nullable(Text),
    verifyResult: Nullable(Text),
    checkResult: Nullable(Text),
    pending: Type.Array(Text),
    supervision: Nullable(Text),
    reworkCount: Count,
    returnCount: Count,
    extensionCount: Count,
    reopenCount: Count,
    urgeCount: Count,
    recurrenceOf: Nullable(Text),
    mergedInto: Nullable(Text),
    photos: Type.Array(closed({ id: Text, role: Text })),
    flags: Type.Array(Text),
    allowed: Allowed,
    original: Type.Optional(
      closed(
        { number: Text, state: Text, stateName: Text, closedAt: OptionalInstant },
        { description: 'of a merged finding: what has become of the one it follows' },
      ),
    ),
    hints: Type.Optional(
      Type.Array(HintShape, {
        description: 'only in the answer to a report: what else is known of its spot',
      }),
    ),
  },
  { $id: 'Finding' },
)

const Standing = Nullable(closed({ state: Text, clock: Text }))

export const HistoryShape = closed({
  items: Type.Array(
    closed({
      seq: Count,
      version: Count,
      at: Text,
      actor: Type.Object({}, { additionalProperties: true }),
      event: Text,
      from: Standing,
      to: Standing,
      payload: Type.Object({}, { additionalProperties: true }),
      machineVersion: Count,
      hash: Text,
      prevHash: Text,
    }),
  ),
})
