import type { Dice } from '../dice.ts'
import { blend, type Canvas, type Colour, HEIGHT, shade, WIDTH } from './canvas.ts'

/* Where it happens, before anything is put there. */

/** What stays the same in all photos of one finding. */
export interface Look {
  readonly wall: Colour
  readonly floor: Colour
  readonly accent: Colour
  /** From 0 to 1: shifts things a little. */
  readonly shift: number
  /** Lamps are on. */
  readonly lamp: boolean
}

export type Scene = (canvas: Canvas, look: Look) => void

const DARK: Colour = [52, 50, 48]
const WHITE: Colour = [236, 236, 230]
const LEAF: Colour = [92, 138, 74]
const SKY: Colour = [176, 206, 232]

const WALLS: readonly Colour[] = [
  [222, 214, 196],
  [208, 216, 214],
  [226, 208, 188],
  [198, 206, 190],
]
const FLOORS: readonly Colour[] = [
  [150, 146, 138],
  [164, 150, 132],
  [132, 136, 140],
]
const ACCENTS: readonly Colour[] = [
  [134, 78, 52],
  [70, 96, 132],
  [128, 52, 58],
  [84, 108, 78],
]

/** Draws lots for a spot's colours. */
export function lookOf(dice: Dice, lamp: boolean): Look {
  const tone = (colour: Colour): Colour => shade(colour, dice.between(0.9, 1.08))
  return {
    wall: tone(dice.pick(WALLS)),
    floor: tone(dice.pick(FLOORS)),
    accent: tone(dice.pick(ACCENTS)),
    shift: dice.share(),
    lamp,
  }
}

/** A stairwell landing, looking along it. */
export const corridor: Scene = (canvas, { wall, floor, accent, lamp }) => {
  canvas.gradient(0, HEIGHT, shade(wall, 1.06), shade(wall, 0.9))
  canvas.polygon([0, 0, WIDTH, 0, 330, 100, 150, 100], shade(wall, 0.94))
  canvas.polygon([0, 0, 150, 100, 150, 245, 0, HEIGHT], shade(wall, 0.86))
  canvas.polygon([WIDTH, 0, 330, 100, 330, 245, WIDTH, HEIGHT], shade(wall, 0.78))
  canvas.polygon([0, HEIGHT, 150, 245, 330, 245, WIDTH, HEIGHT], floor)
  for (let n = 1; n < 4; n++)
    canvas.line([150 - n * 36, 245 + n * 28], [330 + n * 36, 245 + n * 28], 2, shade(floor, 0.88))
  canvas.rectangle(205, 122, 70, 56, blend(SKY, WHITE, 0.4))
  canvas.rectangle(238, 122, 4, 56, shade(wall, 0.7))
  canvas.polygon([40, 84, 104, 118, 104, 285, 40, 328], accent)
  canvas.polygon([440, 84, 376, 118, 376, 285, 440, 328], shade(accent, 0.86))
  canvas.ellipse(95, 205, 4, 5, [210, 190, 120])
  canvas.ellipse(240, 62, 30, 9, shade(wall, 0.7))
  canvas.ellipse(240, 64, 22, 7, lamp ? [255, 250, 214] : [96, 92, 84])
}

/** The ground floor in front of the stairs. */
export const entrance: Scene = (canvas, { wall, floor, accent }) => {
  canvas.gradient(0, 250, shade(wall, 1.04), shade(wall, 0.92))
  canvas.gradient(250, 110, shade(floor, 0.95), shade(floor, 1.1))
  canvas.rectangle(0, 246, WIDTH, 8, shade(wall, 0.65))
  canvas.rectangle(300, 60, 120, 190, accent)
  canvas.rectangle(306, 66, 52, 178, shade(accent, 1.3))
  canvas.rectangle(362, 66, 52, 178, shade(accent, 1.2))
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 6; column++)
      canvas.rectangle(60 + column * 30, 80 + row * 24, 26, 20, shade([110, 132, 120], 1 + row * 0.06))
  for (let step = 0; step < 4; step++)
    canvas.rectangle(0, 210 - step * 26, 44 - step * 6, 10, shade(floor, 0.9 - step * 0.06))
}

/** A roof over bicycles, with sockets on the wall. */
export const shed: Scene = (canvas, { wall, floor, accent }) => {
  canvas.gradient(0, 120, SKY, WHITE)
  canvas.rectangle(0, 96, WIDTH, 130, shade(wall, 0.82))
  canvas.polygon([0, 40, WIDTH, 66, WIDTH, 104, 0, 92], shade(accent, 1.1))
  canvas.gradient(222, 138, shade(floor, 0.9), shade(floor, 1.05))
  for (let n = 0; n < 4; n++) canvas.rectangle(30 + n * 136, 84, 10, 190, [120, 124, 128])
  for (let n = 0; n < 8; n++) canvas.rectangle(66 + n * 52, 150, 18, 24, WHITE)
  for (let n = 0; n < 7; n++) canvas.line([60 + n * 62, 262], [30 + n * 70, 352], 3, WHITE)
}

const BINS: readonly Colour[] = [
  [70, 140, 76],
  [60, 96, 160],
  [92, 94, 98],
  [176, 54, 52],
]

/** Four bins under their sign; a missing lid shows. */
export const wastePoint: Scene = (canvas, { wall, floor }) => {
  canvas.gradient(0, 210, shade(wall, 1.02), shade(wall, 0.9))
  canvas.gradient(210, 150, shade(floor, 0.92), shade(floor, 1.08))
  canvas.rectangle(40, 30, 400, 46, [62, 122, 84])
  for (let n = 0; n < 4; n++) canvas.rectangle(64 + n * 96, 44, 62, 18, WHITE)
  BINS.forEach((colour, n) => {
    const x = 46 + n * 100
    canvas.polygon([x, 134, x + 84, 134, x + 76, 262, x + 8, 262], colour)
    canvas.rectangle(x - 4, 122, 92, 14, shade(colour, 0.8))
    canvas.rectangle(x + 26, 176, 32, 32, shade(colour, 1.5))
    canvas.ellipse(x + 18, 264, 8, 8, DARK)
    canvas.ellipse(x + 66, 264, 8, 8, DARK)
  })
}

/** A road between houses, with a lamp and a strip of green. */
export const yard: Scene = (canvas, { wall, floor, lamp }) => {
  canvas.gradient(0, 150, SKY, blend(SKY, WHITE, 0.7))
  for (let n = 0; n < 3; n++) {
    const x = n * 170 - 20
    canvas.rectangle(x, 40 + n * 8, 140, 140, shade(wall, 0.95 - n * 0.05))
    for (let w = 0; w < 12; w++)
      canvas.rectangle(x + 12 + (w % 4) * 32, 54 + n * 8 + Math.floor(w / 4) * 40, 20, 24, [120, 146, 166])
  }
  canvas.rectangle(0, 150, WIDTH, 100, LEAF)
  for (let n = 0; n < 16; n++) canvas.ellipse(n * 32 + 8, 182, 20, 14, shade(LEAF, n % 2 ? 0.85 : 1.1))
  canvas.polygon([0, 240, WIDTH, 212, WIDTH, HEIGHT, 0, HEIGHT], shade(floor, 0.82))
  canvas.line([0, 240], [WIDTH, 212], 6, WHITE)
  canvas.rectangle(400, 60, 7, 180, [84, 88, 92])
  canvas.ellipse(403, 58, 20, 10, lamp ? [255, 248, 206] : [104, 104, 100])
}

/** The outside of a house, seen from below. */
export const facade: Scene = (canvas, { wall, floor, accent }) => {
  canvas.gradient(0, 300, shade(wall, 1.04), shade(wall, 0.9))
  for (let row = 0; row < 4; row++)
    for (let column = 0; column < 4; column++) {
      const [x, y] = [36 + column * 112, 18 + row * 72]
      canvas.rectangle(x - 5, y - 5, 82, 56, shade(wall, 0.8))
      canvas.rectangle(x, y, 72, 46, [126, 152, 170])
      canvas.rectangle(x + 34, y, 4, 46, WHITE)
      if ((row + column) % 3 === 0) canvas.rectangle(x + 4, y + 52, 46, 12, shade(accent, 1.4))
    }
  canvas.gradient(296, 64, shade(floor, 0.9), shade(floor, 1.05))
}

/** A strip of lawn with shrubs and a path. */
export const garden: Scene = (canvas, { floor }) => {
  canvas.gradient(0, 120, SKY, WHITE)
  for (let n = 0; n < 6; n++) {
    canvas.rectangle(44 + n * 80, 70, 10, 70, [112, 84, 60])
    canvas.ellipse(48 + n * 80, 60, 44, 36, shade(LEAF, 0.8 + (n % 3) * 0.12))
  }
  canvas.gradient(120, 240, shade(LEAF, 0.96), shade(LEAF, 1.16))
  canvas.polygon([300, 120, 352, 120, 470, HEIGHT, 250, HEIGHT], shade(floor, 1.1))
}

/** Two doors of polished steel and a panel. */
export const lift: Scene = (canvas, { wall, floor, lamp }) => {
  canvas.gradient(0, 290, shade(wall, 1.05), shade(wall, 0.92))
  canvas.gradient(286, 74, shade(floor, 0.95), shade(floor, 1.1))
  canvas.rectangle(120, 40, 240, 250, [86, 88, 92])
  canvas.rectangle(134, 54, 104, 236, [186, 192, 196])
  canvas.rectangle(242, 54, 104, 236, [174, 180, 186])
  canvas.rectangle(384, 130, 30, 64, [90, 94, 98])
  canvas.ellipse(399, 150, 7, 7, lamp ? [120, 220, 120] : [210, 60, 50])
  canvas.ellipse(399, 174, 7, 7, WHITE)
}
