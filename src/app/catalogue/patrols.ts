import { define } from './entry.ts'

/** Errors of patrols. */
export const PATROLS = define({
  'patrol.not_found': {
    kind: 'missing',
    zh: ['没有这次巡查', '请检查编号;您只能看到自己范围内的巡查。'],
    en: ['No such patrol', 'Check the id; you see only patrols within your scope.'],
  },
  'patrol.version_conflict': {
    kind: 'conflict',
    zh: ['该巡查刚被他人修改', '请查看最新状态(current)后再操作。'],
    en: ['Somebody else was first', 'Look at the current record and decide again.'],
  },
  'patrol.event_refused': {
    kind: 'refused',
    zh: ['当前状态不能进行此操作', '该巡查现为“{state}”;可进行的操作见 allowed。'],
    en: ['The patrol cannot take this now', 'It is “{state}”; allowed lists what can be done.'],
  },
  'patrol.role_forbidden': {
    kind: 'forbidden',
    zh: ['您的角色不能进行此操作', '请由有此权限的成员操作。'],
    en: ['Your role may not do this', 'Somebody with the right role has to.'],
  },
  'patrol.window_invalid': {
    kind: 'refused',
    zh: ['时间窗不成立', '开始时间须早于结束时间。'],
    en: ['The window does not hold', 'It has to start before it ends.'],
  },
  'patrol.joined_before': {
    kind: 'refused',
    zh: ['您已在本次巡查中', '无需再次加入。'],
    en: ['You joined already', 'There is nothing to do.'],
  },
  'patrol.not_joined': {
    kind: 'refused',
    zh: ['您不在本次巡查中', '请先加入。'],
    en: ['You are not on this patrol', 'Join it first.'],
  },
  'patrol.place_outside': {
    kind: 'refused',
    zh: ['点位不在本次巡查范围内', '请选择巡查范围内的点位。'],
    en: ['The place is outside this patrol', 'Choose a place within it.'],
  },
  'patrol.reason_missing': {
    kind: 'refused',
    zh: ['跳过点位须说明原因', '请填写 note。'],
    en: ['Skipping a checkpoint needs a reason', 'Say why in note.'],
  },
  'patrol.own_work': {
    kind: 'refused',
    zh: ['不能确认自己提交的巡查', '请由队长、调度员或督查员中的另一人确认。'],
    en: ['You cannot confirm a patrol that you finished', 'Another lead, coordinator or supervisor has to.'],
  },
  'patrol.told_too_late': {
    kind: 'refused',
    zh: ['发生在巡查结束之后', '巡查结束前发生的才能补录;请另开一次巡查。'],
    en: [
      'It happened after the walk was over',
      'Only what happened before can be told late; open another patrol.',
    ],
  },
  'patrol.not_missed': {
    kind: 'refused',
    zh: ['只有漏巡或已取消的巡查才能补巡', '请检查 makesUp。'],
    en: ['Only a missed or cancelled patrol can be made up for', 'Check makesUp.'],
  },
  'patrol.send_back_window_closed': {
    kind: 'refused',
    zh: ['提交已超过 24 小时,不能退回', '请确认,或另开一次巡查。'],
    en: ['It was finished more than 24 hours ago', 'Confirm it, or open another patrol.'],
  },
  'track.no_consent': {
    kind: 'refused',
    zh: ['没有轨迹记录的同意', '请本人先阅读并同意轨迹记录说明;不同意也可以参加巡查。'],
    en: ['There is no consent to tracks', 'Read and agree to the words first; one can patrol without it.'],
  },
  'track.not_on_the_walk': {
    kind: 'forbidden',
    zh: ['您没有参加这次巡查', '只能上传自己参加的巡查的轨迹。'],
    en: ['You are not on this walk', 'Send points of walks that you take part in.'],
  },
  'track.not_under_way': {
    kind: 'refused',
    zh: ['巡查还没有开始', '请先开始巡查,轨迹只在巡查期间记录。'],
    en: ['The walk has not begun', 'Start it first: a track is kept during a patrol only.'],
  },
  'track.reason_missing': {
    kind: 'refused',
    zh: ['缺少查看事由', '查看他人轨迹请在 reason 中注明事由:flag、accident、complaint 或 authority。'],
    en: [
      'A reason is missing',
      'To see other people’s tracks say why: flag, accident, complaint or authority.',
    ],
  },
})
