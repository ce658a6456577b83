import fc from 'fast-check'
import type { Report } from '../../machines/finding/events.ts'
import { eventsOf } from '../../machines/finding/machine.ts'
import type { FindingState } from '../../machines/finding/states.ts'
import { RULE } from '../../machines/people.ts'
import {
  type Act,
  applySuspension,
  type Deed,
  day24,
  deeds,
  hour,
  LONGER,
  MINOR,
  MONDAY,
  minute,
  patroller,
  REPERTOIRE,
  reportOf,
  SHORTER,
  supervisor,
  URGENT,
  unitManager,
} from './support-finding.ts'
import { createHost, type Host, hostWithUnit } from './support-host.ts'

/*
 * Generated lives of a finding: what people do, in any order that its states take and sometimes in one that they do
 * not, with time that jumps, stands still, and stops right at the marks of the clock.
 */

const MORE_ACTS: readonly Act[] = [
  ...[LONGER, SHORTER, URGENT, MINOR].map(standard => ({
    name: `reclassify ${standard.categoryCode}`,
    deed: () => ({ ...deeds.reclassify, standard }) as Deed,
    by: supervisor,
  })),
  { name: 'rework by the rule', deed: () => deeds.rework, by: RULE },
  { name: 'suspend briefly', deed: at => applySuspension(at + hour), by: unitManager },
  ...(['yellow', 'red'] as const).map(level => ({
    name: `supervise ${level}`,
    deed: () => ({ ...deeds.supervise, level }) as Deed,
    by: supervisor,
  })),
]
/** What people do: what time does it does by itself, and `report` comes once. */
const ACTS = [...REPERTOIRE, ...MORE_ACTS].filter(
  ({ name, by }) => by.system !== 'timer' && !name.startsWith('report'),
)
const ENDINGS = ['reject', 'withdraw', 'merge', 'decide_void approve', 'force_close', 'approve_self_handled']
const BYSTANDERS = [
  'urge',
  'supervise',
  'supervise yellow',
  'supervise red',
  'reply_supervision',
  'cancel_supervision',
  'comment',
  'attach',
  'callback',
]
/** How often something is tried: what leads on most of all, or hardly a life would get far. */
const weightOf = ({ name }: Act): number => (ENDINGS.includes(name) ? 1 : BYSTANDERS.includes(name) ? 1 : 5)
const ACTS_OF = new Map<FindingState, readonly Act[]>()
/** The acts that the state can take. */
function actsOf(state: FindingState): readonly Act[] {
  let acts = ACTS_OF.get(state)
  if (!acts) {
    const types = eventsOf(state)
    const possible = ACTS.filter(({ deed }) => types.includes(deed(MONDAY).type))
    acts = possible.flatMap(each => Array.from({ length: weightOf(each) }, () => each))
    ACTS_OF.set(state, acts)
  }
  return acts
}

/** How much time goes by before the next thing is tried. */
type Wait =
  | { readonly kind: 'pass' | 'sleep'; readonly ms: number }
  | { readonly kind: 'mark'; readonly ms: number }
const waits: fc.Arbitrary<Wait> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(0, 1, minute) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.integer({ min: 0, max: 30 * 60 }).map(minutes => minutes * minute),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('pass' as const, 'sleep' as const),
      ms: fc.integer({ min: 0, max: 12 * 24 }).map(hours => hours * hour),
    }),
  },
  // To the very moment of the next mark, just before and just after it.
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('mark' as const), ms: fc.constantFrom(-1, 0, 1) }),
  },
)

/** What happens to one finding: its report, then turn by turn how long nothing happens and what is tried. */
export interface Life {
  readonly more: Partial<Report>
  /** How far it has come by itself: a suspension needs two people to agree in time, which chance seldom brings about. */
  readonly begins: 'reported' | 'dispatched' | 'suspended'
  readonly turns: readonly { readonly wait: Wait; readonly pick: number; readonly astray: boolean }[]
}
/** Lives of every kind, from a few turns to some forty. */
export const lives: fc.Arbitrary<Life> = fc.record({
  more: fc.constantFrom<Partial<Report>>({}, URGENT, MINOR, SHORTER, { source: 'resident' }),
  begins: fc.constantFrom('reported', 'dispatched', 'dispatched', 'suspended'),
  turns: fc.array(
    fc.record({
      wait: waits,
      pick: fc.nat(),
      astray: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
    }),
    { minLength: 1, maxLength: 40, size: 'large' },
  ),
})

/** Plays a life; `seen` looks at the host whenever time has passed or something has happened. */
export function play({ more, begins, turns }: Life, seen: (host: Host) => void = () => undefined): Host {
  const host = begins === 'reported' ? createHost(MONDAY) : hostWithUnit(more, false)
  if (begins === 'reported') host.tries(reportOf(more), patroller)
  if (begins === 'suspended') {
    host.tries(applySuspension(MONDAY + 5 * day24), unitManager)
    host.tries(deeds.grantSuspension, supervisor)
  }
  seen(host)
  for (const { wait, pick, astray } of turns) {
    const [timer] = [...host.waiting.values()].sort((a, b) => a.fireAt - b.fireAt)
    if (wait.kind === 'pass') host.passTo(host.now + wait.ms)
    if (wait.kind === 'sleep') host.sleepTo(host.now + wait.ms)
    if (wait.kind === 'mark' && timer) host.passTo(Math.max(host.now, timer.fireAt + wait.ms))
    seen(host)
    const acts = astray ? ACTS : actsOf(host.finding.value.work)
    const act = acts.length > 0 ? acts[pick % acts.length] : undefined
    if (act && host.tries(act.deed(host.now, host.finding.context), act.by)) seen(host)
  }
  return host
}
