import { expect, it } from 'vitest'
import { rungsOf } from '../../src/web/finding/rungs.ts'

const told = (rung: string, level: number, at: string, more: object = {}) => ({
  at,
  kind: 'handle',
  rung,
  name: rung === 'red' ? '红牌督办' : '已超期',
  level,
  dueAt: '2025-11-27T01:22:00.000Z',
  memberIds: ['a', 'b', 'c'].slice(0, level + 1),
  acknowledgedAt: null,
  acknowledgedBy: null,
  ...more,
})

it('a rung that climbed is one line: since when, how often, whom it reached in the end, who knows', () => {
  const at = '2025-12-03T01:22:00.000Z'
  const rungs = rungsOf([
    told('overdue', 0, '2025-11-27T01:22:00.000Z'),
    told('overdue', 1, '2025-11-27T07:22:00.000Z', { acknowledgedAt: at }),
    told('red', 0, '2025-12-02T01:22:00.000Z'),
    told('red', 1, '2025-12-03T01:22:00.000Z'),
    told('red', 2, '2025-12-04T01:22:00.000Z'),
    told('overdue', 0, '2025-12-05T01:22:00.000Z', { dueAt: '2025-12-05T01:22:00.000Z' }),
  ])
  expect(
    rungs.map(({ name, first, last, level, told, acknowledgedAt }) => [
      name,
      first,
      last,
      level,
      told,
      acknowledgedAt,
    ]),
  ).toEqual([
    ['已超期', '2025-11-27T01:22:00.000Z', '2025-11-27T07:22:00.000Z', 1, 2, at],
    ['红牌督办', '2025-12-02T01:22:00.000Z', '2025-12-04T01:22:00.000Z', 2, 3, null],
    ['已超期', '2025-12-05T01:22:00.000Z', '2025-12-05T01:22:00.000Z', 0, 1, null],
  ])
})
