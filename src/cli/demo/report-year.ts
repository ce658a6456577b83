import type { Deps } from '../../app/deps.ts'
import { type Recount, recount } from '../../app/figures/recount.ts'
import { summarise } from '../../app/figures/summarise.ts'
import type { FindingView } from '../../app/findings/view-finding.ts'
import { checkIntegrity, type Integrity } from '../../app/journal/check-integrity.ts'
import { countJournal, type Happenings } from './count-journal.ts'
import { listAllFindings } from './list-all-findings.ts'
import { ARTICLE } from './plan-year.ts'
import type { Settled } from './settle-community.ts'

/** The year as the records have it. */
export interface YearReport {
  readonly summary: Awaited<ReturnType<typeof summarise>>
  readonly findings: readonly FindingView[]
  readonly happenings: Happenings
  readonly integrity: Integrity
  readonly recount: Recount
}

/** Asks the records about the year, as the supervisor would. */
export async function reportYear(deps: Deps, { communityId, member }: Settled): Promise<YearReport> {
  const { clock } = deps
  const { read } = deps.db
  const supervisor = member('supervisor')
  const period = { from: '2025-01-01', to: '2026-01-01', countBy: 'event' } as const
  return {
    summary: await summarise({ read, clock }, supervisor, period),
    findings: await listAllFindings({ read, clock }, supervisor),
    happenings: await countJournal(read, communityId),
    integrity: await checkIntegrity(read, communityId),
    recount: await recount(deps, communityId),
  }
}

/** The line the article's year is known by. */
export function headline({ patrols, found, rectified, rectificationRate }: YearReport['summary']): string {
  const { value } = rectificationRate
  const rate = value === null ? '—' : `${value.toFixed(2)} %`
  return `patrols ${patrols} · found ${found} · rectified ${rectified} · rate ${rate}`
}

/** True when the records bear out the article, the chain is whole and the counts agree with the journal. */
export function isTheArticlesYear({ summary, integrity, recount: counted }: YearReport): boolean {
  const { patrols, found, rectified, rectificationRate } = summary
  return (
    patrols === ARTICLE.patrols &&
    found === ARTICLE.found &&
    rectified === ARTICLE.rectified &&
    rectificationRate.value === ARTICLE.rate &&
    integrity.ok &&
    counted.differences.length === 0
  )
}
