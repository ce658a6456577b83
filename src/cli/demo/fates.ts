import type { Fate } from './fates/fate.ts'
import { OPEN } from './fates/open.ts'
import { ORDINARY } from './fates/ordinary.ts'
import { RECTIFIED } from './fates/rectified.ts'
import { REFUSED } from './fates/refused.ts'

/**
 * How each finding's year ends. The counts are the article's year by construction: 137 and 208 rectified and 47 still
 * open make 392 found; what was rejected, merged or made void was reported and is not among them. In the order in
 * which they are dealt: what fits few findings first, the ordinary life last.
 */
export const FATES = { ...OPEN, ...RECTIFIED, ...REFUSED, ...ORDINARY }

export type FateName = keyof typeof FATES | 'merged'

/** 并案: planned beside a master instead of being dealt. */
export const MERGED: Fate = {
  count: 7,
  ends: 'merged',
  zh: '居民重复上报,并案',
  en: 'reported again by a resident, merged',
  suits: () => false,
}

/** The fate of a name. */
export const fateOf = (name: FateName): Fate => (name === 'merged' ? MERGED : FATES[name])
