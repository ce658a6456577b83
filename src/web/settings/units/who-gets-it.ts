import type { Category, Finding, Place, Unit } from '../../api/client.ts'
import { type Candidate, suggestUnits } from '../../finding/suggest-unit.ts'

/** Who would get a finding, and the others that would come near it. */
export interface WhoGetsIt {
  /** Exactly one goes by itself; none and several are decided by a coordinator. */
  readonly first: readonly Candidate[]
  readonly others: readonly Candidate[]
}

/** As the server routes; a test holds the two against each other. */
export function whoGetsIt(
  finding: Pick<Finding, 'placeId' | 'categoryCode'>,
  known: { readonly units: readonly Unit[]; readonly places: readonly Place[]; readonly category?: Category },
): WhoGetsIt {
  const competent = suggestUnits(finding, known).filter(each => each.competent)
  const best = competent[0]?.rank.join()
  return {
    first: competent.filter(({ rank }) => rank.join() === best),
    others: competent.filter(({ rank }) => rank.join() !== best),
  }
}
