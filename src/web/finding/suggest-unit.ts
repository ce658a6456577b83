import type { Category, Finding, Place, Unit } from '../api/client.ts'

export interface Candidate {
  readonly unit: Unit
  /** Responsible for this category at this place: what may be dispatched to without a special reason. */
  readonly competent: boolean
  /** The place that makes it so, the nearest one. */
  readonly place: Place | undefined
  /** How near the place and how exact the category, the larger the more; equal ranks are equally fit. */
  readonly rank: readonly [place: number, category: number]
}

/**
 * Every active unit, the one that would get this finding first: the nearest place, then the most exact category, as the
 * server routes. A hint: the server judges again.
 */
export function suggestUnits(
  finding: Pick<Finding, 'placeId' | 'categoryCode'>,
  known: { readonly units: readonly Unit[]; readonly places: readonly Place[]; readonly category?: Category },
): Candidate[] {
  const path = known.places.find(({ id }) => id === finding.placeId)?.path ?? ''
  const ranked = known.units
    .filter(({ active }) => active)
    .map(unit => {
      const places = known.places
        .filter(({ id, path: own }) => unit.placeIds.includes(id) && path.startsWith(own))
        .sort((a, b) => b.path.length - a.path.length)
      const exact = exactness(unit, finding.categoryCode, known.category)
      const competent = places.length > 0 && exact !== null
      return { unit, competent, place: places[0], rank: [places[0]?.path.length ?? 0, exact ?? -1] as const }
    })
  ranked.sort(
    (a, b) => Number(b.competent) - Number(a.competent) || b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1],
  )
  return ranked
}

/* Length of the code that names the category; 0 when its kind of unit is responsible, null when it is not. */
function exactness(unit: Unit, code: string, category: Category | undefined): number | null {
  if (unit.categoryCodes === null) return unit.kind === category?.defaultRole ? 0 : null
  const lengths = unit.categoryCodes.filter(each => code.startsWith(each)).map(each => each.length)
  return lengths.length > 0 ? Math.max(...lengths) : null
}
