import type { CategoryRow } from '../../../db/stores/setup.ts'
import type { Limit } from '../../../machines/calendar.ts'
import type { Severity, Standard } from '../../../machines/finding/events.ts'
import document from './categories.json' with { type: 'json' }

/** Severities from the most to the least urgent. */
export const SEVERITIES: readonly Severity[] = document.severities.map(({ code }) => code as Severity)

/** What a responsible unit can be: the roles of `categories.json`, such as `property` or `sanitation`. */
export const UNIT_KINDS: readonly string[] = document.roles.map(({ code }) => code)

/** What a kind of unit is called, in both languages. */
export const UNIT_KIND_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  document.roles.map(({ code, name_zh: zh, name_en: en }) => [code, [zh, en]]),
)

/** What is kept of a leaf beside its columns: the standard's own words, shown and never decided by. */
export interface CategoryDetails {
  readonly key: string
  readonly domainEn: string
  readonly coRoles: readonly string[]
  readonly filingStandard: string
  readonly closingStandard: string
  readonly legalBasis: readonly string[]
  readonly keywords: string
  /** Never on public pages or Open311, whatever an administrator chooses. */
  readonly restricted: boolean
}

const HOUR_MS = 3_600_000
const WORKING_DAY_MS = document.work_calendar_default.hours_per_day * HOUR_MS

function limitOf({ value, unit, basis }: { value: number; unit: string; basis: string }): Limit {
  if (basis !== 'working' && basis !== 'continuous')
    throw new Error(`categories.json: unknown basis ${basis}`)
  const lengths: Readonly<Record<string, number>> = {
    minute: 60_000,
    hour: HOUR_MS,
    day: basis === 'working' ? WORKING_DAY_MS : 24 * HOUR_MS,
  }
  const length = lengths[unit]
  if (length === undefined) throw new Error(`categories.json: unknown unit ${unit}`)
  return { ms: value * length, basis }
}

const stageLimits = new Map<Severity, Standard['stageLimits']>(
  document.severities.map(({ code, stage_limits: limits }) => [
    code as Severity,
    {
      triage: limitOf(limits.triage),
      verify: limitOf(limits.verify),
      dispatch: limitOf(limits.dispatch),
      receive: limitOf(limits.receive),
      check: limitOf(limits.check),
      close: limitOf(limits.close),
    },
  ]),
)

/** How long each stage but the handling itself may take, by severity. */
export function stageLimitsOf(severity: Severity): Standard['stageLimits'] {
  const limits = stageLimits.get(severity)
  if (!limits) throw new Error(`no stage limits for severity ${severity}`)
  return limits
}

/** What a community's category asks of a finding: severity, handling limit and stage limits. */
export function standardOf(category: CategoryRow): Standard {
  const severity = category.severity as Severity
  return {
    categoryCode: category.code,
    severity,
    limit: { ms: category.limitMs, basis: category.limitBasis as Limit['basis'] },
    stageLimits: stageLimitsOf(severity),
  }
}

/** The categories a new community begins with: every leaf of `categories.json`, each of them in use. */
export function defaultCategories(communityId: string): CategoryRow[] {
  return document.domains.flatMap(domain =>
    domain.leaves.map(leaf => {
      const limit = limitOf(leaf.limit)
      const details: CategoryDetails = {
        key: leaf.key,
        domainEn: domain.name_en,
        coRoles: leaf.co_roles,
        filingStandard: leaf.filing_standard_zh,
        closingStandard: leaf.closing_standard_zh,
        legalBasis: leaf.legal_basis,
        keywords: leaf.keywords,
        restricted: leaf.restricted,
      }
      return {
        communityId,
        code: leaf.code,
        domainCode: domain.code,
        domainZh: domain.name_zh,
        nameZh: leaf.name_zh,
        nameEn: leaf.name_en,
        severity: leaf.severity,
        limitMs: limit.ms,
        limitBasis: limit.basis,
        defaultRole: leaf.default_role,
        onTheSpot: leaf.on_the_spot,
        public: leaf.public,
        active: true,
        details: JSON.stringify(details),
        version: 1,
      }
    }),
  )
}
