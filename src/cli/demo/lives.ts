import { type FateName, fateOf } from './fates.ts'
import { beCalledBack, beReported, type Life } from './lives/case.ts'
import { OPEN } from './lives/open.ts'
import { RECTIFIED } from './lives/rectified.ts'
import { REFUSED } from './lives/refused.ts'
import type { PlannedFinding } from './plan-findings.ts'
import type { Stage } from './stage.ts'
import type { Story } from './timetable.ts'

/** What becomes of a finding, by its fate. */
const LIVES: Readonly<Record<FateName, Life>> = { ...RECTIFIED, ...REFUSED, ...OPEN }

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
