import { define } from './entry.ts'

/** Errors of setting a community up. */
export const COMMUNITY = define({
  'community.not_found': {
    kind: 'missing',
    zh: ['没有这个社区', '请检查编号;您只能看到自己范围内的社区。'],
    en: ['No such community', 'Check the id; you see only communities within your scope.'],
  },
  'community.version_conflict': {
    kind: 'conflict',
    zh: ['社区资料已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this community', 'Repeat your change on the current record.'],
  },
  'community.code_taken': {
    kind: 'conflict',
    zh: ['社区代码已被使用', '请换一个代码。'],
    en: ['This community code is taken', 'Choose another code.'],
  },
  'place.not_found': {
    kind: 'missing',
    zh: ['没有这个点位', '请检查编号;您只能看到自己社区的点位。'],
    en: ['No such place', 'Check the id; you see only places of your community.'],
  },
  'place.version_conflict': {
    kind: 'conflict',
    zh: ['点位已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this place', 'Repeat your change on the current record.'],
  },
  'place.code_taken': {
    kind: 'conflict',
    zh: ['同一上级下已有此代码', '请换一个代码。'],
    en: ['This code is taken under the same parent', 'Choose another code.'],
  },
  'place.too_deep': {
    kind: 'refused',
    zh: ['点位层级过深', '点位最多 12 级。'],
    en: ['The place is nested too deeply', 'A place has at most 12 levels.'],
  },
  'place.is_root': {
    kind: 'refused',
    zh: ['社区根点位不能停用', '请停用其下的点位。'],
    en: ['The root place cannot be deactivated', 'Deactivate the places below it.'],
  },
  'unit.not_found': {
    kind: 'missing',
    zh: ['没有这个责任单位', '请检查编号。'],
    en: ['No such unit', 'Check the id.'],
  },
  'unit.version_conflict': {
    kind: 'conflict',
    zh: ['责任单位已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this unit', 'Repeat your change on the current record.'],
  },
  'category.not_found': {
    kind: 'missing',
    zh: ['没有这个问题类别', '请检查类别代码。'],
    en: ['No such category', 'Check the code.'],
  },
  'category.version_conflict': {
    kind: 'conflict',
    zh: ['问题类别已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this category', 'Repeat your change on the current record.'],
  },
  'category.restricted': {
    kind: 'refused',
    zh: ['该类别涉及隐私或治安,不能公开', '请保持 public 为 false。'],
    en: ['This category is restricted and cannot be public', 'Leave public false.'],
  },
  'calendar.invalid': {
    kind: 'refused',
    zh: ['工作日历不成立', '请检查:{problems}。'],
    en: ['The working calendar does not hold', 'Check: {problems}.'],
  },
})
