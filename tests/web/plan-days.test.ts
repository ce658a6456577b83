import { expect, it } from 'vitest'
import { readRule } from '../../src/app/plans/recurrence.ts'
import { daysOfRule, ruleOfDays, timesOf } from '../../src/web/settings/rounds/plan-days.ts'

it.each([
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  'FREQ=WEEKLY;BYDAY=SU;UNTIL=20271231',
  'FREQ=DAILY;UNTIL=20270101',
])('shows the rule %s as days of the week and writes the same again', rule => {
  const days = daysOfRule(rule)
  expect(days && ruleOfDays(days)).toBe(rule)
  expect(() => readRule(rule, 'Asia/Shanghai')).not.toThrow()
})

it.each(['FREQ=MONTHLY;BYMONTHDAY=1', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', 'FREQ=WEEKLY'])(
  'leaves the rule %s as it is',
  rule => {
    expect(daysOfRule(rule)).toBeNull()
  },
)

it('reads times of day as people write them', () => {
  expect(timesOf('9:00、19:30')).toEqual(['09:00', '19:30'])
  expect(timesOf('9:00,19:30 21:05')).toEqual(['09:00', '19:30', '21:05'])
})
