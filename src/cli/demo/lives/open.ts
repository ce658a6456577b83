import { later } from '../pace.ts'
import { HOUR, MINUTE, on } from '../the-year.ts'
import { at, atDesk, beHandedIn, beTaken, type Life, now, untilDue } from './case.ts'
import { beLate, beSuspended } from './troubles.ts'

/** Lives whose story stops where they stand at the end of the year. */
export const OPEN = {
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
} satisfies Readonly<Record<string, Life>>
