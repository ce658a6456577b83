import { readFileSync } from 'node:fs'

/* Every request that the interface knows, made from its own description: each route, each variant of its body. */

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly minItems?: number
  readonly format?: string
  readonly pattern?: string
}
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

const document = JSON.parse(
  readFileSync(new URL('../../src/http/openapi.json', import.meta.url), 'utf8'),
) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** Ids of one reach, by what they are ids of. */
export type Ids = Readonly<Record<string, string>>

/** One route with one variant of its body; `fill` puts the ids of a reach into both. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As the description names it. */
  readonly route: string
  /** Every parameter of its query, with something that the route takes. */
  query(ids: Ids): URLSearchParams
  /** With the fields that the route wants, or with every field that it takes. */
  fill(ids: Ids, fields?: Fields): { readonly path: string; readonly body: unknown }
}
type Fields = 'wanted' | 'all'

/** What the id in a path is an id of, by the word before it. */
const KIND_OF_PATH: Readonly<Record<string, string>> = {
  communities: 'community',
  places: 'place',
  units: 'unit',
  members: 'member',
  squads: 'squad',
  photos: 'photo',
  findings: 'finding',
  flags: 'finding',
  inbox: 'inbox',
  patrols: 'patrol',
  webhooks: 'webhook',
  deliveries: 'delivery',
  checkpoints: 'checkpoint',
  routes: 'route',
  'patrol-plans': 'plan',
  'calendar-feeds': 'feed',
  rechecks: 'recheck',
  tokens: 'token',
}
/** What the ids in a body are ids of, by their name without `Id` or `Ids`. */
const KIND_OF_FIELD: Readonly<Record<string, string>> = {
  lead: 'member',
  handler: 'member',
  verifier: 'member',
  parent: 'place',
  grid: 'place',
  into: 'finding',
  original: 'finding',
}
const WORDS: Readonly<Record<string, string>> = {
  code: '0101',
  kind: 'findings',
  name: 'finding',
  file: 'x.ics',
  flag: 'photo_reused',
}

/** All of them. */
export function everyRequest(): Asked[] {
  return Object.entries(document.paths).flatMap(([route, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      bodiesOf(operation).map(
        (body): Asked => ({
          method: method.toUpperCase() as Asked['method'],
          route,
          query: ids => queryOf(operation, ids),
          fill: (ids, fields = 'wanted') => ({ path: pathOf(route, ids), body: body?.(ids, fields) }),
        }),
      ),
    ),
  )
}

function pathOf(route: string, ids: Ids): string {
  const parts = route.split('/')
  return parts
    .map((part, n) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1]
      if (name === undefined) return part
      if (name === 'deliveryId') return ids.delivery
      return name === 'id' ? ids[KIND_OF_PATH[parts[n - 1] ?? ''] ?? ''] : WORDS[name]
    })
    .join('/')
}

function queryOf({ parameters = [] }: Operation, ids: Ids): URLSearchParams {
  const asked = parameters.filter(parameter => parameter.in === 'query')
  return new URLSearchParams(
    asked.map(({ name, schema }): [string, string] => [name, String(sample(schema, name, ids, 'wanted'))]),
  )
}

type Filled = (ids: Ids, fields: Fields) => unknown

function bodiesOf({ requestBody }: Operation): (Filled | null)[] {
  const schema = requestBody?.content['application/json']?.schema
  return schema ? variantsOf(schema) : [null]
}

function resolved(schema: Schema): Schema {
  if (!schema.$ref) return schema
  return resolved(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {})
}

function variantsOf(given: Schema): Filled[] {
  const schema = resolved(given)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return choices.flatMap(variantsOf)
  return [(ids, fields) => sample(schema, '', ids, fields)]
}

const UUID = '[0-9a-f]{8}'

/* Something that the schema takes; where it names a record, the one of the reach. */
function sample(given: Schema, name: string, ids: Ids, fields: Fields): unknown {
  const schema = resolved(given)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const first = (schema.oneOf ?? schema.anyOf)?.find(choice => resolved(choice).type !== 'null')
  if (first) return sample(first, name, ids, fields)
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.find(each => each !== 'null')
  if (type === 'object') {
    const filled = Object.entries(schema.properties ?? {}).filter(
      ([field, { pattern }]) =>
        field !== 'expectedVersion' &&
        field !== 'id' &&
        (fields === 'all' ||
          schema.required?.includes(field) ||
          pattern?.includes(UUID) ||
          /Ids?$/.test(field)),
    )
    return Object.fromEntries(filled.map(([field, inner]) => [field, sample(inner, field, ids, fields)]))
  }
  if (type === 'array') return [sample(schema.items ?? {}, name.replace(/s$/, ''), ids, fields)]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  if (/Id$/.test(name)) {
    const kind = name.slice(0, -2)
    return ids[KIND_OF_FIELD[kind] ?? kind] ?? ids.finding
  }
  if (schema.format === 'date-time' || /At$|By$/.test(name)) return '2025-10-14T01:00:00.000Z'
  if (/duration|limit|window|grace/i.test(name)) return 'PT1H'
  return '巡查'
}
