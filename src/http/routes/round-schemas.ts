import { Type } from 'typebox'
import { closed, Id, Lat, Lng, Nullable, Version, words } from '../schemas.ts'

/* Shapes of checkpoints and routes. */

const Text = Type.String()
const Name = words(100)
const Duration = Type.String({ maxLength: 40, description: 'ISO 8601, such as PT30M' })
const Radius = Type.Integer({ minimum: 10, maximum: 5_000, description: 'metres' })

export const CheckpointBody = closed({
  id: Type.Optional(Id),
  communityId: Type.Optional(Id),
  placeId: Id,
  name: Type.Optional(Name),
  rotating: Type.Optional(Type.Boolean()),
  lat: Type.Optional(Lat),
  lng: Type.Optional(Lng),
  radius: Type.Optional(Radius),
})

export const CheckpointChangesBody = closed({
  expectedVersion: Type.Optional(Version),
  name: Type.Optional(Name),
  rotating: Type.Optional(Type.Boolean()),
  lat: Type.Optional(Lat),
  lng: Type.Optional(Lng),
  radius: Type.Optional(Radius),
  active: Type.Optional(Type.Boolean()),
  renewCode: Type.Optional(Type.Boolean()),
})

export const CheckpointShape = closed({
  id: Text,
  communityId: Text,
  placeId: Text,
  name: Text,
  rotating: Type.Boolean(),
  lat: Nullable(Type.Number()),
  lng: Nullable(Type.Number()),
  radius: Type.Integer(),
  active: Type.Boolean(),
  version: Type.Integer(),
})

export const CodeShape = closed({ code: Text, qr: Text, validUntil: Nullable(Text) })

const Stops = Type.Array(
  closed({
    checkpointId: Id,
    mandatory: Type.Optional(Type.Boolean()),
    from: Type.Optional(Duration),
    to: Type.Optional(Duration),
    questions: Type.Optional(
      Type.Array(closed({ zh: words(200), en: Type.Optional(words(200)) }), { maxItems: 20 }),
    ),
  }),
  { maxItems: 100 },
)

export const RouteBody = closed({
  id: Type.Optional(Id),
  communityId: Type.Optional(Id),
  placeId: Id,
  name: Name,
  stops: Stops,
})

export const RouteChangesBody = closed({
  expectedVersion: Type.Optional(Version),
  name: Type.Optional(Name),
  stops: Type.Optional(Stops),
  active: Type.Optional(Type.Boolean()),
})

export const RouteShape = closed({
  id: Text,
  communityId: Text,
  placeId: Text,
  name: Text,
  stops: Type.Array(
    closed({
      checkpointId: Text,
      placeId: Text,
      name: Text,
      mandatory: Type.Boolean(),
      from: Nullable(Text),
      to: Nullable(Text),
      questions: Type.Array(closed({ id: Text, zh: Text, en: Nullable(Text) })),
    }),
  ),
  active: Type.Boolean(),
  version: Type.Integer(),
})
