import {
  afterDue,
  arrive,
  at,
  atDesk,
  beCalledBack,
  beChecked,
  beClosed,
  beDispatched,
  beFinished,
  beHandedIn,
  beReceived,
  beReported,
  beVerified,
  type Case,
  desk,
  now,
  photograph,
  untilDue,
} from './case.ts'
import { type FateName, fateOf, OTHERS_DUTY } from './fates.ts'
import { daysLater, later } from './pace.ts'
import type { PlannedFinding } from './plan-findings.ts'
import type { Stage } from './stage.ts'
import { category, HOUR, MINUTE, on } from './the-year.ts'
import type { Part, Story } from './timetable.ts'
import {
  beAppealed,
  beDisputed,
  beExtended,
  beLate,
  beReopened,
  beReturned,
  beSuspended,
} from './troubles.ts'

/* What becomes of a finding, by its fate. A life that ends early in its story is still open when the year ends. */

type Life = (c: Case) => Part

/** Tells a finding's life from its discovery to wherever the plan leads it. */
export async function* tellFinding(stage: Stage, plan: PlannedFinding): Story {
  const fixed = FIXED.includes(plan.fate)
  try {
    const c = yield* beReported(
      stage,
      plan,
      plan.fate === 'reclassified' ? { wrongCode: MISTAKEN } : { fixed },
    )
    yield* LIVES[plan.fate](c)
    yield* beCalledBack(c)
  } catch (error) {
    const { zh, en } = fateOf(plan.fate)
    throw new Error(`${zh} · ${en}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** What a resident chooses who does not know what to choose: 其他问题. */
const MISTAKEN = '9901'
const FIXED: readonly FateName[] = ['onTheSpot', 'spotDoubted', 'rejectedSpot', 'openSelfHandled']

/** Dispatched and received: from here most of the stories part. */
async function* beTaken(c: Case): Part {
  yield* arrive(c)
  yield* beReceived(c)
}

const LIVES: Readonly<Record<FateName, Life>> = {
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

  async *rejectedNotThere(c) {
    yield* beVerified(c, 'not_exists')
    yield* at(c, atDesk(c, 0.2, 1.5), desk(c), {
      type: 'reject',
      reason: 'not_exist',
      note: '核实不存在,已告知',
    })
  },
  async *rejectedOutOfScope(c) {
    const note = '属业主专有部分内部纠纷,建议通过人民调解'
    yield* at(c, atDesk(c, 0.5, 2.5), desk(c), { type: 'reject', reason: 'out_of_scope', note })
  },
  async *withdrawn(c) {
    yield* at(c, now(c) + c.dice.whole(20, 50) * MINUTE, c.plan.reporter, { type: 'withdraw' })
  },
  async *rejectedSpot(c) {
    yield* at(c, atDesk(c, 0.5, 3), desk(c), { type: 'reject_self_handled', reason: '照片与现场不符' })
    const note = '现场并无此情况,不予受理'
    yield* at(c, atDesk(c, 0.2, 1), desk(c), { type: 'reject', reason: 'not_exist', note })
  },
  async *merged(c) {
    const master = c.plan.master === null ? undefined : c.stage.findingIds.get(c.plan.master)
    const reason = '与巡查分队刚上报的为同一处'
    yield* at(c, now(c) + c.dice.whole(10, 40) * MINUTE, desk(c), { type: 'merge', intoId: master, reason })
  },
  async *void(c) {
    yield* beTaken(c)
    const reason = c.dice.pick(['现场为已报备的施工占用', '位置在小区红线外', '系统演练误报,非真实问题'])
    yield* at(c, untilDue(c, 0.3), desk(c), { type: 'propose_void', reason })
    yield* at(c, untilDue(c, 0.3), 'supervisor', {
      type: 'decide_void',
      approve: true,
      note: '情况属实,同意作废',
    })
  },

  // Open at the end of the year.
  async *openReported() {},
  async *openSelfHandled() {},
  async *openDispatched() {},
  async *openVerifying(c) {
    const verifierId = c.stage.member('cai.yun').memberId
    yield* at(c, atDesk(c, 0.2, 1), 'coordinator', { type: 'request_verify', verifierId })
  },
  async *openReturned(c) {
    const when = later(now(c), c.dice.between(1, 2.5) * HOUR, 'working')
    const note = '现场找不到所述位置,请核对后再派'
    yield* at(c, when, c.unit.manager, { type: 'return', reason: 'wrong_location', note })
  },
  openInProgress: beTaken,
  openWarned: beTaken,
  async *openOverdue(c) {
    yield* beTaken(c)
    yield* beLate(c, 0)
  },
  async *openYellow(c) {
    yield* beTaken(c)
    yield* beLate(c, 0.6)
  },
  async *openRed(c) {
    yield* beTaken(c)
    yield* beLate(c, 1.1)
  },
  async *openSuspended(c) {
    yield* beTaken(c)
    yield* beSuspended(c, on(c.dice.pick(['2026-01-20', '2026-03-02', '2026-04-15', '2026-06-30']), '9:00'))
  },
  async *openHandedIn(c) {
    yield* beTaken(c)
    yield* beHandedIn(c, on('2025-12-31', '14:00') + c.dice.whole(0, 220) * MINUTE)
  },
  async *openClosing(c) {
    yield* beTaken(c)
    yield* beHandedIn(c, Math.min(untilDue(c, 0.5), on('2025-12-31', '19:30')))
    yield* at(c, now(c) + 40 * MINUTE, 'yan.bo', { type: 'check', result: 'pass' })
  },
}
