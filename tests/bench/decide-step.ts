import { performance } from 'node:perf_hooks'
import { transition } from 'xstate'
import { findingMachine } from '../../machines/finding/machine.ts'
import { step } from '../../machines/step.ts'
import { encounters } from '../machines/support-encounters.ts'

/**
 * How many times faster the product decides a step (parse, decide, write down) than by the public `transition()`, over
 * every state, event and actor that the search meets; and the microseconds of either.
 */
export function decideStep(rounds: number): { ratio: number; ours: number; plain: number } {
  const asked = encounters().met.map(({ situation: { value, context }, event }) => ({
    saved: JSON.stringify({ value, context }),
    event,
  }))
  const ours = (): void => {
    for (const { saved, event } of asked) {
      const answer = step(findingMachine, JSON.parse(saved), event)
      if (answer.outcome === 'accepted') JSON.stringify(answer.after)
    }
  }
  const plain = (): void => {
    for (const { saved, event } of asked) {
      const before = findingMachine.resolveState(JSON.parse(saved))
      const [after] = transition(findingMachine, before, event)
      if (after !== before) JSON.stringify({ value: after.value, context: after.context })
    }
  }
  const timed = (work: () => void): number => {
    const started = performance.now()
    work()
    return ((performance.now() - started) * 1_000) / asked.length
  }
  ours()
  plain()
  const taken = Array.from({ length: rounds }, () => ({ ours: timed(ours), plain: timed(plain) }))
  const middle = taken.sort((a, b) => a.plain / a.ours - b.plain / b.ours)[rounds >> 1] ?? {
    ours: 1,
    plain: 1,
  }
  return { ratio: middle.plain / middle.ours, ...middle }
}
