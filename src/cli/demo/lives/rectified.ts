import { OTHERS_DUTY } from '../fates/rectified.ts'
import { daysLater, later } from '../pace.ts'
import { category, HOUR, MINUTE } from '../the-year.ts'
import {
  afterDue,
  arrive,
  at,
  atDesk,
  beChecked,
  beClosed,
  beDispatched,
  beFinished,
  beHandedIn,
  beReceived,
  beTaken,
  beVerified,
  desk,
  type Life,
  now,
  photograph,
  untilDue,
} from './case.ts'
import {
  beAppealed,
  beDisputed,
  beExtended,
  beLate,
  beReopened,
  beReturned,
  beSuspended,
} from './troubles.ts'

/** Lives that end well, the plain ones first. */
export const RECTIFIED = {
  async *smooth(c) {
    yield* beTaken(c)
    yield* beFinished(c)
  },
  async *onTheSpot(c) {
    yield* at(c, atDesk(c, 0.5, 3.5), desk(c), { type: 'approve_self_handled' })
  },
  async *spotDoubted(c) {
    const reason = '整改照片角度不同,无法确认'
    yield* at(c, atDesk(c, 0.5, 3), desk(c), { type: 'reject_self_handled', reason })
    yield* beTaken(c)
    yield* beFinished(c)
  },
  async *reworked(c) {
    yield* beTaken(c)
    yield* beHandedIn(c)
    yield* beChecked(c, 'fail')
    yield* beFinished(c)
  },
  async *reworkedTwice(c) {
    yield* beTaken(c)
    for (let n = 0; n < 2; n++) {
      yield* beHandedIn(c)
      yield* beChecked(c, 'fail')
    }
    yield* beFinished(c)
  },
  async *checkedTwice(c) {
    yield* beTaken(c)
    yield* beHandedIn(c)
    yield* beChecked(c, 'unable')
    yield* beChecked(c, 'pass')
    yield* beClosed(c)
  },
  async *urged(c) {
    yield* beTaken(c)
    const reported = c.plan.source === 'resident' ? c.plan.reporter : desk(c)
    yield* at(c, untilDue(c, 0.3), reported, { type: 'urge', note: '请尽快处理' })
    yield* at(c, untilDue(c, 0.2), 'supervisor', {
      type: 'supervise',
      level: 'normal',
      note: '群众关注,请按期办结',
    })
    yield* at(c, untilDue(c, 0.3), c.unit.manager, { type: 'reply_supervision', note: '已安排,今日完成' })
    yield* beHandedIn(c)
    yield* at(c, later(now(c), HOUR, 'working'), 'supervisor', { type: 'cancel_supervision', note: '已反馈' })
    yield* beChecked(c, 'pass')
    yield* beClosed(c)
  },
  async *returnedElsewhere(c) {
    yield* arrive(c)
    yield* beReturned(c, 'not_our_duty', '经现场查看,不属本单位职责范围')
    yield* beDispatched(c, OTHERS_DUTY[c.plan.categoryCode] ?? 'grid', '会商确认由该单位负责')
    yield* beReceived(c)
    yield* beFinished(c)
  },
  async *returnedAgain(c) {
    yield* arrive(c)
    yield* beReturned(c, 'insufficient_info', '未写明具体楼层和位置,请补充')
    const text = '位置:进门左手边,已与上报人确认'
    yield* at(c, atDesk(c, 0.2, 0.8), 'coordinator', { type: 'comment', text })
    yield* beDispatched(c, c.unit.kind)
    yield* beReceived(c)
    yield* beFinished(c)
  },
  async *disputed(c) {
    yield* arrive(c)
    yield* beDisputed(c)
    yield* beReceived(c)
    yield* beFinished(c)
  },
  async *extended(c) {
    yield* beTaken(c)
    yield* beExtended(c, true)
    yield* beFinished(c)
  },
  async *extendedTwice(c) {
    yield* beTaken(c)
    yield* beExtended(c, true)
    yield* beExtended(c, true)
    yield* beFinished(c)
  },
  async *extensionRefused(c) {
    yield* beTaken(c)
    yield* beExtended(c, false)
    yield* beFinished(c)
  },
  async *suspended(c) {
    yield* beTaken(c)
    const resumeBy = daysLater(now(c), c.dice.whole(10, 45))
    yield* beSuspended(c, resumeBy)
    // Some are ready earlier; for the others the timer rings.
    if (c.dice.chance(0.4)) yield* at(c, resumeBy - 3 * 24 * HOUR, c.unit.manager, { type: 'resume' })
    else {
      yield resumeBy + MINUTE
      c.view = await c.stage.look('coordinator', c.view.id)
    }
    yield* beFinished(c)
  },
  async *late(c) {
    yield* beTaken(c)
    yield* beLate(c, 0.1)
    yield* beFinished(c, afterDue(c, c.dice.between(0.15, 0.42)))
  },
  async *lateYellow(c) {
    yield* beTaken(c)
    yield* beLate(c, 0.6)
    yield* beFinished(c, afterDue(c, c.dice.between(0.6, 0.92)))
  },
  async *lateRed(c) {
    yield* beTaken(c)
    yield* beLate(c, 1.1)
    yield* beFinished(c, afterDue(c, c.dice.between(1.1, 1.6)))
  },
  async *lateAppealed(c) {
    yield* beTaken(c)
    yield* beFinished(c, afterDue(c, c.dice.between(0.15, 0.4)))
    yield* beAppealed(c, c.dice.chance(0.6))
  },
  async *reopened(c) {
    yield* beTaken(c)
    yield* beFinished(c)
    const answer = { contacted: true, solved: false, satisfaction: 'dissatisfied', note: '原处三天后又出现' }
    yield* at(c, atDesk(c, 3, 8), 'coordinator', { type: 'callback', ...answer })
    yield* beReopened(c, 'coordinator', '回访反映问题未彻底解决')
  },
  async *forcedThenReopened(c) {
    yield* beTaken(c)
    const when = untilDue(c, 0.7)
    const photoIds = [yield* photograph(c, 'supervisor', 'again', when)]
    const reason = '权属纠纷暂无法处置,报街道协调后先行结案'
    yield* at(c, when, 'supervisor', { type: 'force_close', reason, photoIds })
    yield* beReopened(c, 'supervisor', '街道协调成功,恢复处置')
  },
  async *reclassified(c) {
    yield* beVerified(c, 'exists')
    const { categoryCode } = c.plan
    const reason = '居民所选类别有误,按现场情况改类'
    yield* at(c, atDesk(c, 0.1, 0.6), desk(c), { type: 'reclassify', categoryCode, reason })
    c.category = category(categoryCode)
    yield* at(c, atDesk(c, 0.1, 0.6), desk(c), { type: 'register' })
    yield* beDispatched(c, c.category.unitKind)
    yield* beReceived(c)
    yield* beFinished(c)
  },
} satisfies Readonly<Record<string, Life>>
