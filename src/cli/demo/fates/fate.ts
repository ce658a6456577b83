import type { Category } from '../the-year.ts'

/** A finding that waits for its fate: what the fates look at. */
export interface Candidate {
  readonly at: number
  readonly category: Category
  readonly categoryCode: string
  readonly source: 'patrol' | 'resident' | 'staff'
}

/** How a finding's year ends, how often that is, and which findings it can be. */
export interface Fate {
  readonly count: number
  readonly ends: 'rectified' | 'open' | 'rejected' | 'merged' | 'void'
  readonly zh: string
  readonly en: string
  readonly suits: (candidate: Candidate) => boolean
}
