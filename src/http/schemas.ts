import { type TSchema, Type } from 'typebox'

/* Shapes that many routes share. Every object is closed: an unknown field is an error, never dropped. */

export const closed = <Fields extends Record<string, TSchema>>(fields: Fields, options: object = {}) =>
  Type.Object(fields, { additionalProperties: false, ...options })

export const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

export const Id = Type.String({
  pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  description: 'UUID in lower case; UUIDv7 when the server makes it',
})
/** RFC 3339 in UTC or with an offset; answers are always UTC with milliseconds. */
export const Instant = Type.String({ format: 'date-time', maxLength: 40 })
export const Day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'local day of the community',
})
/** Words of a person: at least one character that is not white space. */
export const words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })
export const Version = Type.Integer({ minimum: 1 })
export const Lat = Type.Number({ minimum: -90, maximum: 90 })
export const Lng = Type.Number({ minimum: -180, maximum: 180 })
export const oneOf = <Name extends string>(names: readonly Name[]) =>
  Type.Unsafe<Name>({ type: 'string', enum: [...names] })

export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
}

export const pageOf = <Item extends TSchema>(item: Item) =>
  closed({
    items: Type.Array(item),
    nextCursor: Nullable(Type.String()),
    total: Type.Optional(Type.Integer()),
  })

/** RFC 9457, with a code and, for bad shape, the places in the input. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    code: Type.String(),
    errors: Type.Optional(
      Type.Array(closed({ pointer: Type.String(), code: Type.String(), detail: Type.String() })),
    ),
    allowed: Type.Optional(Type.Array(closed({ type: Type.String(), requires: Type.Array(Type.String()) }))),
    current: Type.Optional(Type.Object({}, { additionalProperties: true })),
  },
  { $id: 'Problem' },
)

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

/** What every route may answer instead, for the OpenAPI document. */
export const PROBLEMS = {
  400: problem('malformed or of the wrong shape'),
  401: problem('not signed in'),
  403: problem('the role may not'),
  404: problem('no such record within the caller’s scope'),
  409: problem('version or id conflict'),
  413: problem('too large'),
  415: problem('unsupported content type'),
  422: problem('a rule of the business says no'),
  429: problem('too many requests'),
  500: problem('the system failed; nothing was changed'),
  503: problem('temporarily unavailable'),
  507: problem('the disk is full'),
}

/**
 * The answers of a route. Problems are one shape everywhere and have a serializer of their own, so they are added to
 * the document only: a serializer for each of them on each route would double the time to start.
 */
export function answers<Successes extends Record<number, TSchema>>(
  successes: Successes,
): Successes & typeof PROBLEMS {
  return successes as Successes & typeof PROBLEMS
}

export const Empty = Type.Null({ description: 'no content' })
