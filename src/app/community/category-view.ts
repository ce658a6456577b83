import type { CategoryRow } from '../../../db/stores/setup.ts'
import { formatDuration } from '../../../machines/duration.ts'
import type { CategoryDetails } from './standards.ts'

/** A category as it is sent out. */
export interface CategoryView extends Omit<CategoryDetails, 'key'> {
  readonly communityId: string
  readonly code: string
  readonly domainCode: string
  readonly domainZh: string
  readonly nameZh: string
  readonly nameEn: string
  readonly severity: string
  /** How long the unit has to rectify. */
  readonly limit: { readonly duration: string; readonly basis: string }
  /** The kind of unit that is responsible unless a unit says otherwise. */
  readonly defaultRole: string
  /** A patroller may fix it on the spot (即查即改). */
  readonly onTheSpot: boolean
  readonly public: boolean
  readonly active: boolean
  readonly version: number
}

export function categoryView({ limitMs, limitBasis, details, ...row }: CategoryRow): CategoryView {
  const { key: _, ...words } = JSON.parse(details) as CategoryDetails
  return { ...row, limit: { duration: formatDuration(limitMs), basis: limitBasis }, ...words }
}
