import { createDice } from './dice.ts'
import { type PlannedFinding, planFindings } from './plan-findings.ts'
import { type PlannedPatrol, planPatrols } from './plan-patrols.ts'
import { type PlannedPlan, planPlans } from './plan-rounds.ts'

export interface PlannedYear {
  readonly patrols: readonly PlannedPatrol[]
  readonly findings: readonly PlannedFinding[]
  readonly plans: readonly PlannedPlan[]
}

/** What the article says of the year (domain.md, section 0). */
export const ARTICLE = { patrols: 169, found: 392, rectified: 345, rate: 88.01 } as const

/**
 * The community's year on paper, as pure data: which squad walks when, what is found, and how each finding's year
 * ends. The totals follow from the counts in fates.ts and plan-patrols.ts; the records have to bear them out. Throws
 * for a seed whose December has no room for some fate.
 */
export function planYear(seed = 207): PlannedYear {
  const dice = createDice(seed)
  const patrols = planPatrols(dice)
  return { patrols, findings: planFindings(dice, patrols), plans: planPlans(patrols) }
}
