import { MINUTE } from '../the-year.ts'
import { at, atDesk, beTaken, beVerified, desk, type Life, now, untilDue } from './case.ts'

/** Lives that end before anything is rectified. */
export const REFUSED = {
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
} satisfies Readonly<Record<string, Life>>
