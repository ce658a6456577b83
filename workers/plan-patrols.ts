import type { Deps } from '../src/app/deps.ts'
import { makePatrols } from '../src/app/plans/make-patrols.ts'

/** Makes the patrols that plans ask for, each once; a plan that fails is told of and does not hold up the others. */
export async function planPatrols(
  deps: Pick<Deps, 'db' | 'clock' | 'chance'>,
  onFailure: (what: string, error: unknown) => void,
): Promise<void> {
  await makePatrols(deps, (planId, error) => onFailure(`planning ${planId}`, error))
}
