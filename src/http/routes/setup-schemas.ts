import { type TProperties, Type } from 'typebox'
import { PLACE_KINDS } from '../../app/community/create-place.ts'
import { CODE_PATTERN } from '../../app/community/place-code.ts'
import { SEVERITIES, UNIT_KINDS } from '../../app/community/standards.ts'
import { TIME_OF_DAY } from '../../app/community/time-of-day.ts'
import { closed, Id, Lat, Lng, Nullable, oneOf, PageQuery, Version } from '../schemas.ts'

/* Shapes of what an administrator sets up (api.md, "Set-up"). */

/* The look-ahead keeps the pattern linear in the length of the text. */
const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^(?=.*\\S)[^\\p{Cc}]*$',
  description: 'words on one line, without control characters',
})
const Code = Type.String({
  pattern: CODE_PATTERN,
  description: 'letters, digits, Chinese characters, - and _; full-width forms become half-width',
})
const Text = Type.String()
const Basis = oneOf(['working', 'continuous'])
const Severity = oneOf(SEVERITIES)
/** What is left out of a change stays as it is. */
const changesOf = <Fields extends TProperties>(fields: Fields) =>
  Type.Partial(closed({ ...fields, expectedVersion: Version }), { additionalProperties: false })

/** The query of a list; `count` adds the total. */
export const listQuery = { ...PageQuery, count: Type.Optional(Type.Boolean()) }

export const OneParams = closed({ id: Id })

/** The body of DELETE: none, or the version to be expected. */
export const DeleteBody = Type.Unsafe<{ expectedVersion?: number } | null>({
  type: ['object', 'null'],
  properties: { expectedVersion: { type: 'integer', minimum: 1 } },
  additionalProperties: false,
})

export const CommunityShape = closed({
  id: Id,
  name: Text,
  code: Text,
  town: Nullable(Text),
  timeZone: Text,
  placeId: Id,
  active: Type.Boolean(),
  version: Version,
})
export const CommunityBody = closed({
  id: Type.Optional(Id),
  name: Name,
  code: Code,
  town: Type.Optional(Nullable(Name)),
  timeZone: Type.Optional(
    Type.String({ maxLength: 64, description: 'IANA name such as Asia/Shanghai; cannot be changed' }),
  ),
})
export const CommunityPatch = changesOf({ name: Name, town: Nullable(Name), active: Type.Boolean() })

const Weekdays = Type.Array(Type.Integer(), { maxItems: 7, description: '1 = Monday … 7 = Sunday' })
const Slots = Type.Array(
  Type.Unsafe<readonly [string, string]>({
    type: 'array',
    items: { type: 'string', pattern: TIME_OF_DAY },
    minItems: 2,
    maxItems: 2,
  }),
  { maxItems: 12, description: 'working hours such as [["08:00", "12:00"], ["14:00", "18:00"]]' },
)
const HoursPerDay = Type.Number({ minimum: 0, maximum: 24, description: 'what P1D means in working time' })
const CoveredYears = Type.Array(Type.Integer(), {
  maxItems: 200,
  uniqueItems: true,
  description: 'years whose public holidays are known',
})
const DAY_KINDS = ['holiday', 'workday'] as const
const daysOf = <Kind extends string | null>(kinds: readonly Kind[]) =>
  Type.Unsafe<Record<string, Kind>>({
    type: 'object',
    propertyNames: { pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    additionalProperties: { enum: kinds },
    maxProperties: 5_000,
    description: 'exceptions by local day; a workday may fall on a weekend (调休)',
  })

const calendarFields = {
  weekdays: Weekdays,
  slots: Slots,
  hoursPerDay: HoursPerDay,
  coveredYears: CoveredYears,
}
export const CalendarShape = closed({
  ...calendarFields,
  days: daysOf(DAY_KINDS),
  timeZone: Text,
  calendarVersion: Text,
  version: Version,
})
export const CalendarBody = closed({
  ...calendarFields,
  days: daysOf(DAY_KINDS),
  expectedVersion: Type.Optional(Version),
})
export const CalendarPatch = changesOf({ ...calendarFields, days: daysOf([...DAY_KINDS, null]) })

const policyFields = {
  profile: oneOf(['light', 'full']),
  autoRegister: Type.Boolean({ description: 'a complete report registers itself' }),
  autoDispatch: Type.Boolean({
    description: 'a registered finding with exactly one route dispatches itself',
  }),
  closeOnPass: Type.Boolean({ description: 'S3 and S4 close when the check passes' }),
  reworkOnFail: Type.Boolean({ description: 'a failed check sends it back at once' }),
  beforePhoto: Type.Boolean({ description: 'a patroller’s report needs a photo' }),
  independentCheck: Type.Boolean({ description: 'false lets a coordinator check S4 by photo' }),
  minReworkShare: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'least share of the limit for a rework',
  }),
  recheckShare: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'share of closed findings that another squad looks at again',
  }),
  minRework: Type.String({ maxLength: 40, description: 'least time for a rework, ISO 8601 such as PT1H' }),
}
export const PolicyShape = closed({ ...policyFields, version: Version })
export const PolicyPatch = changesOf(policyFields)

const Limit = closed({
  duration: Type.String({
    maxLength: 40,
    description: 'ISO 8601, PT1S to P3650D; P1D in working time is the calendar’s hours per day',
  }),
  basis: Basis,
})
export const CategoryShape = closed({
  communityId: Id,
  code: Text,
  domainCode: Text,
  domainZh: Text,
  domainEn: Text,
  nameZh: Text,
  nameEn: Text,
  severity: Severity,
  limit: Limit,
  defaultRole: Text,
  coRoles: Type.Array(Text),
  onTheSpot: Type.Boolean(),
  public: Type.Boolean(),
  restricted: Type.Boolean(),
  active: Type.Boolean(),
  filingStandard: Text,
  closingStandard: Text,
  legalBasis: Type.Array(Text),
  keywords: Text,
  version: Version,
})
export const CategoryPatch = changesOf({
  limit: Limit,
  severity: Severity,
  onTheSpot: Type.Boolean(),
  public: Type.Boolean(),
  active: Type.Boolean(),
})
export const CategoryParams = closed({ id: Id, code: Type.String({ pattern: '^[0-9]{2,8}$' }) })

export const PlaceShape = closed({
  id: Id,
  communityId: Id,
  parentId: Nullable(Id),
  kind: oneOf(['community', ...PLACE_KINDS]),
  name: Text,
  code: Text,
  path: Text,
  namePath: Text,
  gridId: Nullable(Id),
  lat: Nullable(Lat),
  lng: Nullable(Lng),
  active: Type.Boolean(),
  version: Version,
})
export const PlaceBody = closed({
  id: Type.Optional(Id),
  communityId: Type.Optional(Id),
  parentId: Nullable(Id),
  kind: oneOf(PLACE_KINDS),
  name: Name,
  code: Type.Optional(Code),
  gridId: Type.Optional(Nullable(Id)),
  lat: Type.Optional(Nullable(Lat)),
  lng: Type.Optional(Nullable(Lng)),
})
export const PlacePatch = changesOf({
  name: Name,
  gridId: Nullable(Id),
  lat: Nullable(Lat),
  lng: Nullable(Lng),
  active: Type.Boolean(),
})

export const UnitShape = closed({
  id: Id,
  communityId: Id,
  name: Text,
  kind: oneOf(UNIT_KINDS),
  external: Type.Boolean(),
  placeIds: Type.Array(Id),
  categoryCodes: Nullable(Type.Array(Text)),
  active: Type.Boolean(),
  version: Version,
})
const unitFields = {
  name: Name,
  kind: oneOf(UNIT_KINDS),
  external: Type.Boolean({ description: 'an outside authority' }),
  placeIds: Type.Array(Id, { maxItems: 200, uniqueItems: true, description: 'none: the whole community' }),
  categoryCodes: Nullable(
    Type.Array(Type.String({ pattern: '^[0-9]{2,8}$' }), {
      maxItems: 200,
      uniqueItems: true,
      description: 'leaves or domains; none: the categories whose defaultRole is its kind',
    }),
  ),
}
export const UnitBody = closed({
  id: Type.Optional(Id),
  communityId: Type.Optional(Id),
  name: unitFields.name,
  kind: unitFields.kind,
  external: Type.Optional(unitFields.external),
  placeIds: Type.Optional(unitFields.placeIds),
  categoryCodes: Type.Optional(unitFields.categoryCodes),
})
export const UnitPatch = changesOf(unitFields)
