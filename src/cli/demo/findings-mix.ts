import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import { keysOf, SPOTS, type SpotKind } from './estate.ts'

/* What goes wrong in an estate of resettled villagers, how often, in which months, and where. */

/** How much of a year's findings a leaf makes up, and where it turns up. */
interface Share {
  readonly weight: number
  readonly where: 'floor' | 'entrance' | 'building' | SpotKind
  /** Factors from January to December. (Default: 1 in every month) */
  readonly months?: readonly number[]
}

// Batteries charge slowly in the cold, and the sheds are full: wires hang from windows in winter.
const CHARGING = [1.8, 1.6, 1.2, 0.8, 0.6, 0.5, 0.5, 0.5, 0.6, 0.8, 1.5, 1.9]
// Melon rinds, heat and ten parcels a day: bins overflow in summer.
const KITCHEN = [0.6, 0.7, 0.7, 0.9, 1.1, 1.6, 2, 2, 1.5, 1, 0.7, 0.6]
const RAIN_AND_COLD = [1.5, 1.4, 1.1, 0.9, 0.8, 1.2, 0.9, 0.8, 0.8, 0.9, 1.3, 1.5]
const LONG_NIGHTS = [1.4, 1.3, 1, 0.9, 0.8, 0.7, 0.7, 0.8, 0.9, 1.1, 1.4, 1.5]
const MOVING_IN = [0.6, 0.6, 1.4, 1.3, 1.2, 0.9, 0.8, 0.8, 1.1, 1.5, 1.2, 0.8]
const SPRING = [0.4, 0.8, 2, 2.2, 1.8, 1, 0.8, 0.6, 0.8, 1, 0.6, 0.4]
const TYPHOONS = [0.4, 0.4, 0.6, 0.8, 1, 1.4, 2.2, 2.4, 1.8, 0.8, 0.6, 0.4]
const FIREWORKS = [3, 3, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.5, 1.2]
const DRY_LEAVES = [1, 0.6, 0.4, 0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 2.4, 2.2]

export const MIX: Readonly<Record<string, Share>> = {
  '0101': { weight: 60, where: 'floor' },
  '0102': { weight: 13, where: 'entrance' },
  '0103': { weight: 5, where: 'floor', months: FIREWORKS },
  '0104': { weight: 18, where: 'floor' },
  '0105': { weight: 26, where: 'entrance' },
  '0106': { weight: 22, where: 'floor', months: LONG_NIGHTS },
  '0107': { weight: 8, where: 'floor' },
  '0108': { weight: 15, where: 'floor' },
  '0109': { weight: 8, where: 'floor' },
  '0110': { weight: 13, where: 'entrance', months: TYPHOONS },
  '0201': { weight: 26, where: 'entrance', months: RAIN_AND_COLD },
  '0202': { weight: 12, where: 'floor', months: CHARGING },
  '0203': { weight: 26, where: 'building', months: CHARGING },
  '0204': { weight: 2, where: 'entrance' },
  '0205': { weight: 28, where: 'entrance' },
  '0206': { weight: 11, where: 'shed' },
  '0207': { weight: 16, where: 'shed' },
  '0301': { weight: 30, where: 'bins', months: KITCHEN },
  '0302': { weight: 18, where: 'bins', months: KITCHEN },
  '0303': { weight: 16, where: 'bins', months: KITCHEN },
  '0304': { weight: 20, where: 'building', months: MOVING_IN },
  '0305': { weight: 15, where: 'bins' },
  '0306': { weight: 2, where: 'bins' },
  '0307': { weight: 3, where: 'green', months: DRY_LEAVES },
  '0401': { weight: 12, where: 'lane' },
  '0402': { weight: 6, where: 'building' },
  '0403': { weight: 9, where: 'green', months: SPRING },
  '0404': { weight: 3, where: 'road' },
  '0405': { weight: 9, where: 'road' },
  '0406': { weight: 7, where: 'road', months: LONG_NIGHTS },
  '0407': { weight: 6, where: 'green' },
  '0501': { weight: 5, where: 'gate' },
  '0502': { weight: 3, where: 'building', months: TYPHOONS },
  '0503': { weight: 2, where: 'entrance' },
  '0504': { weight: 2, where: 'shed' },
  '0505': { weight: 2, where: 'entrance' },
  '9901': { weight: 3, where: 'pavilion' },
}

/** Codes of the leaves that a theme looks for; a general patrol looks for all. */
const LOOKED_FOR: Readonly<Record<PatrolTheme, RegExp>> = {
  corridor: /^01/,
  ebike: /^02/,
  waste: /^03/,
  general: /./,
}
/** What does not belong to the theme is seen less often. */
const BY_THE_WAY = 0.12

/** How likely a leaf is met on a patrol of this theme in this month (1 to 12). */
export function weightOf(code: string, month: number, theme: PatrolTheme): number {
  const share = MIX[code]
  if (!share) return 0
  const looked = LOOKED_FOR[theme].test(code) ? 1 : BY_THE_WAY
  return share.weight * (share.months?.[month - 1] ?? 1) * looked
}

const PLACES: Readonly<Record<Share['where'], readonly string[]>> = {
  floor: keysOf('floor'),
  entrance: keysOf('entrance'),
  building: keysOf('building'),
  ...SPOTS,
}

/** Keys of the places where a leaf turns up. */
export const placesOf = (code: string): readonly string[] => PLACES[MIX[code]?.where ?? 'building']

/** Some buildings are simply worse: rented out floor by floor, or next to the market. */
const TROUBLED = /^(3|7|11|15|18|22)幢/
export const placeWeight = (key: string): number => (TROUBLED.test(key) ? 3 : 1)
