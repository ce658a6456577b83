import type { TProperties } from 'typebox'
import { Type } from 'typebox'
import { PATROL_THEMES, STORED_PATROL_STATES } from '../../../machines/patrol/states.ts'
import { closed, Id, Instant, Lat, Lng, Nullable, oneOf, words } from '../schemas.ts'
import { Allowed, eventUnion, NOTE_LENGTH } from './finding-schemas.ts'

/* Shapes of patrols and their events (api.md, "Bodies"). */

export const Theme = oneOf(PATROL_THEMES)

const state = `(${STORED_PATROL_STATES.join('|')})`
/** One state or several with commas between; a misspelt one is refused, not an empty list. */
export const States = Type.String({ pattern: `^${state}(,${state})*$`, maxLength: 200 })

/** What a patrol is opened with. */
export const PatrolBody = closed({
  id: Type.Optional(Id),
  communityId: Type.Optional(Id),
  squadId: Type.Optional(Id),
  memberIds: Type.Optional(Type.Array(Id, { maxItems: 50, uniqueItems: true })),
  theme: Theme,
  placeId: Id,
  planId: Type.Optional(Id),
  routeId: Type.Optional(Id),
  makesUp: Type.Optional(Id),
  windowStart: Type.Optional(Instant),
  windowEnd: Type.Optional(Instant),
})

const Note = Type.Optional(words(NOTE_LENGTH))
const Reason = words(NOTE_LENGTH)
/** Proof of presence: where the phone was, or the code on the wall. */
const presence = {
  code: Type.Optional(words(200)),
  lat: Type.Optional(Lat),
  lng: Type.Optional(Lng),
} satisfies TProperties
/** When it happened by the phone's clock; counts when it is near the server's. */
const deviceTime = { at: Type.Optional(Instant) } satisfies TProperties

const EVENTS: Record<string, TProperties> = {
  join: { ...deviceTime },
  start: { ...presence, ...deviceTime },
  checkpoint: {
    checkpointId: Type.Optional(Id),
    placeId: Type.Optional(Id),
    result: oneOf(['ok', 'finding', 'skipped']),
    note: Note,
    answers: Type.Optional(
      Type.Record(Type.String({ pattern: '^q[0-9]{1,2}$' }), oneOf(['yes', 'no', 'na']), {
        additionalProperties: false,
      }),
    ),
    photoIds: Type.Optional(Type.Array(Id, { maxItems: 20, uniqueItems: true })),
    ...presence,
    ...deviceTime,
  },
  pause: { ...deviceTime },
  resume: { ...deviceTime },
  finish: { note: Note, ...deviceTime },
  confirm: {},
  send_back: { reason: Reason },
  cancel: { reason: Reason },
  move: { windowStart: Instant, windowEnd: Instant, reason: Reason },
}

/** One machine event, as the contract names its fields. */
export const PatrolEventBody = eventUnion(EVENTS)

const Text = Type.String()
const Count = Type.Integer()
const OptionalText = Nullable(Text)
const OptionalInstant = Nullable(Type.String({ format: 'date-time' }))

export const PatrolShape = closed(
  {
    id: Text,
    communityId: Text,
    version: Count,
    state: Text,
    stateName: Text,
    theme: Text,
    placeId: Text,
    placePath: OptionalText,
    squadId: OptionalText,
    planId: OptionalText,
    leadId: OptionalText,
    memberIds: Type.Array(Text),
    windowStart: OptionalInstant,
    windowEnd: OptionalInstant,
    openedAt: Text,
    startedAt: OptionalInstant,
    finishedAt: OptionalInstant,
    finishedBy: OptionalText,
    endedAt: OptionalInstant,
    durationMinutes: Nullable(Count),
    routeId: OptionalText,
    routeVersion: Nullable(Count),
    coverage: Nullable(closed({ mandatory: Count, visited: Count })),
    joint: Type.Boolean(),
    minMembers: Count,
    parties: Count,
    makesUp: OptionalText,
    checkpoints: Type.Array(
      closed({
        placeId: Text,
        checkpointId: OptionalText,
        result: Text,
        at: Text,
        by: OptionalText,
        answers: Type.Record(Text, Text),
        photoIds: Type.Array(Text),
        flags: Type.Array(Text),
      }),
    ),
    findings: Count,
    nilReport: Type.Boolean(),
    flags: Type.Array(Text),
    allowed: Allowed,
  },
  { $id: 'Patrol' },
)
