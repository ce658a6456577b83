import type { Deps } from '../src/app/deps.ts'
import { makePatrols } from '../src/app/plans/make-patrols.ts'
import { type Sweep, startSweep } from './sweep.ts'

/** How often plans are looked at. A patrol is made two weeks ahead, so a minute is soon. */
const EVERY_MS = 60_000

/** Keeps making the patrols that plans ask for. */
export function planPatrols(
  deps: Pick<Deps, 'db' | 'clock' | 'chance'>,
  onFailure: (what: string, error: unknown) => void,
): Sweep {
  return startSweep({
    everyMs: EVERY_MS,
    work: () => makePatrols(deps, (planId, error) => onFailure(`planning ${planId}`, error)),
    onFailure: error => onFailure('planning sweep', error),
  })
}
