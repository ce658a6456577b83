/*
 * What a picture looks like, so that the same one is found again after it was made smaller, compressed anew or
 * lightened. In two parts, because corridors look alike:
 *
 * - its outline, 64 bits: for each of 8 × 8 squares, whether the one to the right of it is brighter (a difference hash).
 *   Its four bands of 16 bits are what an index finds it by. The same photo keeps its outline to a few bits: with three
 *   or fewer that differ, one band at least is untouched, with more of them it mostly is. So are, now and then, those of
 *   two photos of one corridor from one spot;
 * - its grain, 24 × 24 shades of grey, each measured against the picture's own mean and spread, which tells these apart.
 *   Clutter that is gone changes at least one of them a lot; compressing changes all of them a little.
 *
 * Cropping and mirroring are not seen through.
 */

/** What a picture looks like. Both parts are text: 16 hex digits, and 576 bytes as base64. */
export interface Look {
  readonly outline: string
  readonly grain: string
}

/** The grey pictures that a look is taken of, in pixels. */
export const OUTLINE = { width: 9, height: 8 } as const
export const GRAIN = { width: 24, height: 24 } as const

const BANDS = 4
const BAND_BITS = 64 / BANDS

/** Steps of brightness that noise makes. */
const NOISE = 2
/** With fewer edges or less spread a picture is a wall, or the night: it looks like any other. */
const FEWEST_EDGES = 12
const LEAST_SPREAD = 6

/** One spread of the grain, in the numbers that are kept. */
const SPREAD = 32
/** No shade of the same picture moves further than this: six tenths of a spread. */
const ALIKE_SHADES = 0.6 * SPREAD

/** The look of a picture from its two grey miniatures; `null` when there is too little to be seen on it. */
export function lookOf(outline: Uint8Array, grain: Uint8Array): Look | null {
  let bits = 0n
  let edges = 0
  for (let y = 0; y < OUTLINE.height; y += 1)
    for (let x = 0; x < OUTLINE.width - 1; x += 1) {
      const here = y * OUTLINE.width + x
      const rise = (outline[here + 1] ?? 0) - (outline[here] ?? 0)
      if (Math.abs(rise) > NOISE) edges += 1
      bits = (bits << 1n) | (rise > NOISE ? 1n : 0n)
    }
  const mean = grain.reduce((sum, shade) => sum + shade, 0) / grain.length
  const spread = Math.sqrt(grain.reduce((sum, shade) => sum + (shade - mean) ** 2, 0) / grain.length)
  if (edges < FEWEST_EDGES || spread < LEAST_SPREAD) return null
  const shades = Uint8ClampedArray.from(grain, shade => 128 + (SPREAD * (shade - mean)) / spread)
  return {
    outline: bits.toString(16).padStart(16, '0'),
    grain: Buffer.from(shades.buffer).toString('base64'),
  }
}

/**
 * The bands of an outline, each a whole number that also says which band it is. A band without an edge, or of edges one
 * way only, is left out: every photo with some sky or some dark in it has it.
 */
export function bandsOf(outline: string): number[] {
  const digits = BAND_BITS / 4
  const bands: number[] = []
  for (let n = 0; n < BANDS; n += 1) {
    const bits = Number.parseInt(outline.slice(n * digits, (n + 1) * digits), 16)
    if (bits !== 0 && bits !== 2 ** BAND_BITS - 1) bands.push(n * 2 ** BAND_BITS + bits)
  }
  return bands
}

/**
 * How alike two pictures are as a whole, from 0 to 1: how far their shades rise and fall together. The same corridor
 * with other clutter in it comes close to 1, so this is a hint and proves nothing.
 */
export function likenessOfLooks(a: string, b: string): number {
  const others = Buffer.from(b, 'base64')
  const shades = Buffer.from(a, 'base64')
  const together = shades.reduce((sum, shade, at) => sum + (shade - 128) * ((others[at] ?? 128) - 128), 0)
  return Math.round(Math.min(1, Math.max(0, together / (shades.length * SPREAD ** 2))) * 100) / 100
}

/** True when two looks that share a band are of the same picture, as far as looks can tell. */
export function looksAlike(a: Pick<Look, 'grain'>, b: Pick<Look, 'grain'>): boolean {
  const others = Buffer.from(b.grain, 'base64')
  return Buffer.from(a.grain, 'base64').every(
    (shade, at) => Math.abs(shade - (others[at] ?? 0)) <= ALIKE_SHADES,
  )
}
