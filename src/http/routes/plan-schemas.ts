import { Type } from 'typebox'
import { TIME_OF_DAY } from '../../app/community/time-of-day.ts'
import { closed, Day, Id, Nullable, Version, words } from '../schemas.ts'
import { Theme } from './patrol-schemas.ts'

/* Shapes of patrol plans and calendar feeds. */

const Text = Type.String()
const Rule = Type.String({
  minLength: 1,
  maxLength: 300,
  description: 'RRULE (RFC 5545) over local days, such as FREQ=WEEKLY;BYDAY=MO,WE,FR',
})
const Days = Type.Array(Day, { maxItems: 400 })
const Times = Type.Array(Type.String({ pattern: TIME_OF_DAY }), { minItems: 1, maxItems: 12 })
const Window = Type.String({ maxLength: 40, description: 'ISO 8601, from PT5M to PT24H' })
const Name = words(100)
const Members = Type.Integer({ minimum: 1, maximum: 50 })

const choices = {
  joint: Type.Optional(Type.Boolean({ description: 'wants two of the four parties' })),
  minMembers: Type.Optional(Members),
  startDay: Type.Optional(Day),
  exceptDays: Type.Optional(Days),
  extraDays: Type.Optional(Days),
  onHolidays: Type.Optional(Type.Boolean({ description: 'also on public holidays (Default: true)' })),
  onMakeUpDays: Type.Optional(
    Type.Boolean({ description: 'also on make-up working days 调休 (Default: false)' }),
  ),
}

export const PlanBody = closed({
  id: Type.Optional(Id),
  communityId: Type.Optional(Id),
  name: Name,
  theme: Theme,
  placeId: Id,
  routeId: Type.Optional(Id),
  squadId: Type.Optional(Id),
  rule: Rule,
  startTimes: Times,
  window: Window,
  ...choices,
})

export const PlanChangesBody = closed({
  expectedVersion: Type.Optional(Version),
  name: Type.Optional(Name),
  theme: Type.Optional(Theme),
  routeId: Type.Optional(Nullable(Id)),
  squadId: Type.Optional(Nullable(Id)),
  rule: Type.Optional(Rule),
  startTimes: Type.Optional(Times),
  window: Type.Optional(Window),
  active: Type.Optional(Type.Boolean()),
  ...choices,
})

export const PlanShape = closed({
  id: Text,
  communityId: Text,
  name: Text,
  theme: Text,
  placeId: Text,
  routeId: Nullable(Text),
  squadId: Nullable(Text),
  joint: Type.Boolean(),
  minMembers: Type.Integer(),
  rule: Text,
  startDay: Text,
  startTimes: Type.Array(Text),
  window: Text,
  exceptDays: Type.Array(Text),
  extraDays: Type.Array(Text),
  onHolidays: Type.Boolean(),
  onMakeUpDays: Type.Boolean(),
  active: Type.Boolean(),
  plannedUntil: Text,
  version: Type.Integer(),
})

export const PreviewShape = closed({
  items: Type.Array(closed({ slot: Text, windowStart: Text, windowEnd: Text, patrolId: Nullable(Text) })),
})
