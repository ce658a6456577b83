import { formatDuration } from '../../../../machines/duration.ts'
import { byDay, daysLater, later } from '../pace.ts'
import { HOUR } from '../the-year.ts'
import type { Part } from '../timetable.ts'
import {
  afterDue,
  at,
  atDesk,
  beDispatched,
  beFinished,
  type Case,
  desk,
  giveTo,
  interim,
  isUrgent,
  now,
  untilDue,
} from './case.ts'

/* Chapters that not every life has. */

/** Time passes after the due moment: `share` of the original limit, with what is said meanwhile. */
export async function* beLate(c: Case, share: number): Part {
  const { manager } = c.unit
  yield* at(c, afterDue(c, 0.05), desk(c), { type: 'urge', note: '已超期,请尽快处置并反馈' })
  // The cards come by themselves, at one and a half and two limits.
  if (share > 0.5)
    yield* at(c, afterDue(c, 0.53), manager, { type: 'reply_supervision', note: '人手不足,已加派人员' })
  if (share > 1)
    yield* at(c, afterDue(c, 1.02), manager, {
      type: 'reply_supervision',
      note: '已向公司负责人汇报,限期完成',
    })
}

/** The unit asks for more time and gets it, or does not. */
export async function* beExtended(c: Case, approve: boolean): Part {
  const { limit } = c.category
  const hours = Math.max(1, Math.round((limit.ms * c.dice.between(0.5, 1)) / HOUR))
  const reason = c.dice.pick(['配件需采购', '住户外出,约定返回后清理', '连续阴雨,无法施工', '需与业主协商'])
  yield* at(c, untilDue(c, c.dice.between(0.45, 0.65)), c.unit.manager, {
    type: 'apply_extension',
    duration: formatDuration(hours * HOUR),
    reason,
    ...interim(c),
  })
  const note = approve ? '情况属实,同意' : '时间充裕,请按期完成'
  yield* at(c, untilDue(c, c.dice.between(0.1, 0.4)), desk(c), { type: 'decide_extension', approve, note })
}

const WHY_SUSPENDED = ['engineering', 'funds_vote', 'third_party', 'season'] as const

/** 挂账: the unit cannot for the time being, and the supervisor agrees. */
export async function* beSuspended(c: Case, resumeBy: number): Part {
  yield* at(c, byDay(untilDue(c, c.dice.between(0.15, 0.4))), c.unit.manager, {
    type: 'apply_suspension',
    reason: c.plan.categoryCode === '0402' ? 'legal_procedure' : c.dice.pick(WHY_SUSPENDED),
    note: '需立项施工,现阶段不具备条件',
    resumeBy: new Date(resumeBy).toISOString(),
    ...interim(c),
  })
  const when = isUrgent(c) ? byDay(now(c) + HOUR) : untilDue(c, 0.3)
  const note = '同意挂账,到期恢复'
  yield* at(c, when, 'supervisor', { type: 'decide_suspension', approve: true, note })
}

/** The unit sends it back to the desk. */
export async function* beReturned(c: Case, reason: 'not_our_duty' | 'insufficient_info', note: string): Part {
  const { receive } = c.category.stageLimits
  const when = later(now(c), receive.ms * c.dice.between(0.2, 0.6), receive.basis)
  yield* at(c, when, c.unit.manager, { type: 'return', reason, note })
}

/** Two units have sent it back: the supervisor's word is final. */
export async function* beDisputed(c: Case): Part {
  const first = c.unit.kind
  yield* beReturned(c, 'not_our_duty', '物品来源不明,应由清运单位负责')
  yield* beDispatched(c, 'sanitation', '请清运单位先行处理')
  yield* beReturned(c, 'not_our_duty', '未签清运协议,应由小区落实')
  giveTo(c, first)
  const reason = '三方会商:首接负责,由该单位牵头'
  yield* at(c, atDesk(c, 1, 3), 'supervisor', { type: 'dispatch_final', unitId: c.stage.unit(first), reason })
}

/** Closed too early: it goes back to the unit. */
export async function* beReopened(c: Case, login: string, reason: string): Part {
  yield* at(c, daysLater(now(c), c.dice.whole(1, 3), '10:30'), login, { type: 'reopen', reason })
  yield* beFinished(c)
}

/** 申诉: the unit contests that it was late; the desk decides, and when it agrees the supervisor after it. */
export async function* beAppealed(c: Case, approve: boolean): Part {
  const { manager } = c.unit
  yield* at(c, atDesk(c, 4, 16), manager, { type: 'appeal', reason: '等待业主授权期间不应计入时限' })
  const note = approve ? '经查属实' : '授权可提前取得,不予支持'
  yield* at(c, atDesk(c, 3, 10), 'coordinator', { type: 'decide_appeal', approve, note })
  if (approve)
    yield* at(c, atDesk(c, 3, 10), 'supervisor', { type: 'decide_appeal', approve, note: '同意,免除统计' })
}
