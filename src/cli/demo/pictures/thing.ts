import { type Canvas, type Colour, shade } from './canvas.ts'
import type { Look } from './scenes.ts'

/* What things in a picture have in common. */

/**
 * What is wrong, or right again, to be put into a scene. `amount` is 1 for all of it and less for what a sloppy hand
 * left behind.
 */
export type Thing = (canvas: Canvas, look: Look, amount: number) => void

export const CARTON: Colour = [186, 146, 96]
export const RUBBER: Colour = [36, 36, 40]
export const STEEL: Colour = [150, 154, 160]

/** Picks a colour by a share from 0 to 1. */
export const chosen = (colours: readonly Colour[], share: number): Colour =>
  colours[Math.floor(share * colours.length)] ?? CARTON
/** How many of so many are there. */
export const some = (most: number, amount: number): number => Math.max(1, Math.round(most * amount))

/** A carton or cabinet with its front to the viewer. */
export function box(
  canvas: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: Colour,
): void {
  const [right, top] = [x + width, y - width * 0.18]
  const back = right + width * 0.3
  canvas.rectangle(x, y, width, height, colour)
  canvas.polygon([x, y, x + width * 0.3, top, back, top, right, y], shade(colour, 1.16))
  canvas.polygon([right, y, back, top, back, top + height, right, y + height], shade(colour, 0.74))
  canvas.rectangle(x + width * 0.42, y, width * 0.1, height, shade(colour, 0.9))
}

/** A cable that sags between two points. */
export function cable(
  canvas: Canvas,
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  sag: number,
  colour: Colour,
): void {
  const pieces = 14
  const at = (n: number) => {
    const t = n / pieces
    return [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t + sag * 4 * t * (1 - t)] as const
  }
  for (let n = 0; n < pieces; n++) canvas.line(at(n), at(n + 1), 5, colour)
}
