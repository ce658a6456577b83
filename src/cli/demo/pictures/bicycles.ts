import { type Canvas, type Colour, shade } from './canvas.ts'
import { cable, chosen, RUBBER, STEEL, some, type Thing } from './thing.ts'

/* What rolls, and where it should not. */

const VEHICLES: readonly Colour[] = [
  [186, 42, 44],
  [44, 92, 160],
  [230, 230, 226],
  [70, 74, 82],
]

function wheel(canvas: Canvas, x: number, y: number, radius: number): void {
  canvas.ellipse(x, y, radius, radius, RUBBER)
  canvas.ellipse(x, y, radius * 0.66, radius * 0.66, STEEL)
  canvas.ellipse(x, y, radius * 0.3, radius * 0.3, RUBBER)
}

function scooter(canvas: Canvas, x: number, y: number, size: number, colour: Colour): void {
  const p = (dx: number, dy: number) => [x + dx * size, y + dy * size] as const
  wheel(canvas, ...p(0, 0), 26 * size)
  wheel(canvas, ...p(118, 0), 26 * size)
  canvas.polygon([...p(-14, -22), ...p(40, -44), ...p(56, -8), ...p(20, -4)], shade(colour, 0.8))
  canvas.polygon(
    [...p(44, -12), ...p(92, -12), ...p(110, -72), ...p(96, -76), ...p(76, -26), ...p(46, -26)],
    colour,
  )
  canvas.polygon([...p(-12, -52), ...p(44, -58), ...p(46, -44), ...p(-8, -40)], [40, 40, 44])
  canvas.line(p(104, -74), p(118, -2), 7 * size, STEEL)
  canvas.line(p(92, -86), p(118, -80), 6 * size, [30, 30, 34])
  canvas.ellipse(...p(112, -66), 7 * size, 7 * size, [250, 240, 190])
}

/** An electric scooter where none belongs. */
export const ebike: Thing = (canvas, { shift }) =>
  scooter(canvas, 120 + shift * 50, 300, 1.35, chosen(VEHICLES, shift))

/** The same with its cable in the wall. */
export const charging: Thing = (canvas, look) => {
  ebike(canvas, look, 1)
  const x = 180 + look.shift * 50
  canvas.rectangle(52, 196, 34, 16, [240, 240, 236])
  cable(canvas, [86, 204], [x, 250], 40, [220, 110, 30])
}

/** A wire from an upper window down to a bike. */
export const flyWire: Thing = (canvas, { shift }, amount) => {
  scooter(canvas, 230, 324, 0.8, chosen(VEHICLES, shift))
  for (let n = 0; n < some(2, amount); n++)
    cable(canvas, [60 + n * 112 + shift * 30, 66 + n * 72], [262 + n * 24, 300], 26, [210, 70, 30])
  canvas.rectangle(256, 294, 30, 12, [240, 240, 236])
}

/** A row of scooters where people walk. */
export const row: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < some(5, amount); n++)
    scooter(canvas, 20 + n * 84, 304 + (n % 2) * 16, 0.72, chosen(VEHICLES, (shift + n * 0.27) % 1))
}

/** Dusty bicycles without saddles. */
export const wrecks: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < some(4, amount); n++) {
    const [x, y] = [50 + n * 104 + shift * 16, 300 + (n % 2) * 14]
    wheel(canvas, x, y, 26)
    wheel(canvas, x + 66, y, 26)
    const rust: Colour = [122, 84, 60]
    canvas.line([x, y], [x + 28, y - 40], 5, rust)
    canvas.line([x + 28, y - 40], [x + 66, y], 5, rust)
    canvas.line([x + 8, y - 36], [x + 58, y - 38], 5, rust)
    canvas.line([x + 58, y - 52], [x + 66, y], 5, rust)
  }
}

/** A car on the yellow lines of the fire lane. */
export const fireLane: Thing = canvas => {
  for (let n = 0; n < 8; n++) canvas.line([n * 66 - 20, 350], [n * 66 + 44, 256], 5, [226, 190, 50])
}
export const car: Thing = (canvas, look) => {
  fireLane(canvas, look, 1)
  const [x, y] = [90 + look.shift * 60, 300]
  const colour = chosen(VEHICLES, look.shift)
  canvas.polygon(
    [
      x,
      y,
      x,
      y - 40,
      x + 56,
      y - 48,
      x + 92,
      y - 92,
      x + 200,
      y - 92,
      x + 240,
      y - 46,
      x + 282,
      y - 38,
      x + 282,
      y,
    ],
    colour,
  )
  canvas.polygon([x + 70, y - 50, x + 98, y - 84, x + 144, y - 84, x + 144, y - 50], [150, 178, 196])
  canvas.polygon([x + 152, y - 50, x + 152, y - 84, x + 194, y - 84, x + 222, y - 50], [150, 178, 196])
  wheel(canvas, x + 62, y, 28)
  wheel(canvas, x + 222, y, 28)
}
