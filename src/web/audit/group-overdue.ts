import type { Finding } from '../api/client.ts'

export const WAYS = ['unit', 'place', 'category', 'age'] as const
export type Way = (typeof WAYS)[number]

const DAY = 24 * 3_600_000
/** Age bands by the days that something is overdue (the standard's own). */
const AGES = [
  ['day', 1],
  ['threeDays', 3],
  ['week', 7],
  ['month', 30],
  ['older', Number.POSITIVE_INFINITY],
] as const

export interface Group {
  readonly key: string
  readonly findings: readonly Finding[]
}

/** How long something is overdue, as one of the bands. */
export function ageOf(finding: Pick<Finding, 'clock'>, now: number): string {
  const days = (now - new Date(finding.clock.dueAt ?? now).getTime()) / DAY
  return AGES.find(([, end]) => days < end)?.[0] ?? 'older'
}

/** The building of a place path such as 长浜社区/巨塔花园/3幢/2单元: where an overseer would walk to. */
const buildingOf = (path: string | null): string => path?.split('/').slice(0, 3).join('/') ?? ''

/** Overdue findings by one of the ways, the biggest group first; age bands in their own order. */
export function groupOverdue(findings: readonly Finding[], way: Way, now: number): Group[] {
  const keyOf: Record<Way, (finding: Finding) => string> = {
    unit: finding => finding.unitId ?? '',
    place: finding => buildingOf(finding.placePath),
    category: finding => finding.categoryCode,
    age: finding => ageOf(finding, now),
  }
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = keyOf[way](finding)
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  const listed = [...groups].map(([key, own]) => ({ key, findings: own }))
  if (way === 'age') {
    const order: readonly string[] = AGES.map(([name]) => name)
    return listed.sort((a, b) => order.indexOf(b.key) - order.indexOf(a.key))
  }
  return listed.sort((a, b) => b.findings.length - a.findings.length)
}
