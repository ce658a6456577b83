import { define } from './entry.ts'

/** Errors of checkpoints, routes, plans and calendar feeds. */
export const ROUNDS = define({
  'checkpoint.not_found': {
    kind: 'missing',
    zh: ['没有这个巡查点', '请检查编号;您只能看到自己范围内的巡查点。'],
    en: ['No such checkpoint', 'Check the id; you see only checkpoints within your scope.'],
  },
  'checkpoint.version_conflict': {
    kind: 'conflict',
    zh: ['巡查点已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this checkpoint', 'Repeat your change on the current record.'],
  },
  'route.not_found': {
    kind: 'missing',
    zh: ['没有这条巡查路线', '请检查编号和版本;您只能看到自己范围内的路线。'],
    en: ['No such route', 'Check the id and the version; you see only routes within your scope.'],
  },
  'route.version_conflict': {
    kind: 'conflict',
    zh: ['巡查路线已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this route', 'Repeat your change on the current record.'],
  },
  'plan.not_found': {
    kind: 'missing',
    zh: ['没有这个巡查计划', '请检查编号;您只能看到自己范围内的计划。'],
    en: ['No such plan', 'Check the id; you see only plans within your scope.'],
  },
  'plan.version_conflict': {
    kind: 'conflict',
    zh: ['巡查计划已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this plan', 'Repeat your change on the current record.'],
  },
  'plan.rule_invalid': {
    kind: 'refused',
    zh: [
      '重复规则不成立',
      '请使用按日、周、月或年的 RRULE,例如 FREQ=WEEKLY;BYDAY=MO,WE;时刻写在 startTimes。',
    ],
    en: [
      'The rule does not hold',
      'Use an RRULE by day, week, month or year, such as FREQ=WEEKLY;BYDAY=MO,WE; times of day go into startTimes.',
    ],
  },
  'calendar_feed.not_found': {
    kind: 'missing',
    zh: ['没有这个日历订阅', '链接可能已被停用;请重新生成。'],
    en: ['No such calendar feed', 'The link may have been withdrawn; make a new one.'],
  },
  'flag.not_found': {
    kind: 'missing',
    zh: ['没有这条疑点', '请检查编号;您只能看到自己范围内的疑点。'],
    en: ['No such flag', 'Check the record and the flag; you see only flags within your scope.'],
  },
  'recheck.not_found': {
    kind: 'missing',
    zh: ['没有这项复核任务', '请检查编号;您只能看到派给您所在分队的复核任务。'],
    en: ['No such re-check', 'Check the id; you see only what is offered to your squads.'],
  },
  'recheck.over': {
    kind: 'refused',
    zh: ['这项复核已经结束', '已有结果、已过期或问题已重启;请刷新任务列表。'],
    en: [
      'This re-check is over',
      'It has a result, its time is up, or the finding is open again; reload the list.',
    ],
  },
  'recheck.other_squad': {
    kind: 'forbidden',
    zh: ['只能由被派的分队复核', '请由该分队的巡查员反馈结果。'],
    en: ['Another squad is to look at it', 'A patroller of the offered squad gives the result.'],
  },
  'recheck.own_work': {
    kind: 'refused',
    zh: ['不能复核自己参与过的问题', '请由分队中没有上报、整改或核查过该问题、也不属于责任单位的人复核。'],
    en: [
      'You had a part in this finding',
      'Somebody of the squad who neither reported, fixed nor checked it, and is not of the unit, has to look.',
    ],
  },
  'recheck.evidence_missing': {
    kind: 'refused',
    zh: ['缺少现场照片', '复核不通过时请附一张现场照片。'],
    en: ['A photo is missing', 'Show with a photo what is not as it should be.'],
  },
  'flag.own_work': {
    kind: 'refused',
    zh: ['不能查看与自己工作有关的疑点', '请由另一位协调员或督查员查看。'],
    en: ['The flag is about your own work', 'Another coordinator or supervisor has to look at it.'],
  },
})
