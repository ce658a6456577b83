import type { Place } from '../../api/client.ts'

export type Kind = Exclude<Place['kind'], 'community'>

/** Every kind that can be added; the community itself is there from the beginning. */
export const KINDS: readonly Kind[] = ['estate', 'building', 'entrance', 'floor', 'household', 'spot', 'grid']

const NEXT: Readonly<Record<Place['kind'], Kind>> = {
  community: 'estate',
  grid: 'spot',
  estate: 'building',
  building: 'entrance',
  entrance: 'floor',
  floor: 'household',
  household: 'spot',
  spot: 'spot',
}

/** What usually lies right below a place of a kind. */
export const kindBelow = (kind: Place['kind']): Kind => NEXT[kind]
