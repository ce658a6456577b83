import { type Canvas, type Colour, shade } from './canvas.ts'
import { STEEL, some, type Thing } from './thing.ts'

/* What happens between the houses. */

/** A hut of panels that was not there. */
export const hut: Thing = (canvas, { accent }, amount) => {
  canvas.rectangle(60, 190, 230 * amount, 140, [204, 208, 210])
  canvas.polygon([44, 190, 306 * amount, 190, 270 * amount, 150, 80, 150], shade(accent, 1.3))
  canvas.rectangle(90, 230, 44, 100, shade(accent, 0.9))
}

/** Rows of cabbages in the lawn. */
export const vegetables: Thing = (canvas, _, amount) => {
  canvas.polygon([30, 190, 240, 190, 200, 340, -40, 340], [118, 90, 64])
  for (let n = 0; n < some(18, amount); n++)
    canvas.ellipse(
      40 + (n % 6) * 32 - Math.floor(n / 6) * 14,
      212 + Math.floor(n / 6) * 44,
      14,
      10,
      [132, 184, 84],
    )
}

/** An open manhole, and its cover. */
export const openManhole: Thing = (canvas, { shift }) => {
  const x = 200 + shift * 60
  canvas.ellipse(x, 306, 66, 26, [26, 26, 28])
  canvas.ellipse(x + 84, 330, 62, 22, [98, 100, 102])
}
export const coveredManhole: Thing = (canvas, { shift }) => {
  const x = 200 + shift * 60
  canvas.ellipse(x, 306, 66, 26, [98, 100, 102])
  canvas.ellipse(x, 306, 50, 18, [118, 120, 122])
}

/** A pothole full of rain, and the patch over it. */
export const pothole: Thing = (canvas, { floor, shift }) => {
  const x = 170 + shift * 90
  canvas.ellipse(x, 300, 92, 30, shade(floor, 0.5))
  canvas.ellipse(x + 10, 304, 62, 18, [126, 150, 168])
}
export const patch: Thing = (canvas, { floor, shift }) =>
  canvas.rectangle(80 + shift * 90, 272, 180, 56, shade(floor, 0.6))

/** Smoke and a small fire in the leaves. */
export const fire: Thing = (canvas, { shift }) => {
  const x = 150 + shift * 80
  for (let n = 0; n < 6; n++)
    canvas.ellipse(
      x + 20 + n * 14,
      220 - n * 34,
      34 + n * 7,
      24 + n * 4,
      shade([176, 176, 176], 0.8 + n * 0.05),
    )
  canvas.ellipse(x, 300, 66, 24, [70, 52, 36])
  canvas.polygon([x - 40, 300, x - 12, 224, x + 8, 276, x + 26, 232, x + 46, 300], [240, 130, 40])
  canvas.polygon([x - 18, 300, x, 254, x + 22, 300], [250, 214, 90])
}

/** A dog, and what it left. */
export const dog: Thing = (canvas, { shift }) => {
  const [x, y] = [120 + shift * 80, 280]
  const coat: Colour = shift > 0.5 ? [66, 50, 40] : [214, 190, 150]
  canvas.ellipse(x, y, 60, 28, coat)
  canvas.ellipse(x + 66, y - 34, 24, 20, coat)
  for (const leg of [-40, -18, 24, 44]) canvas.rectangle(x + leg, y + 12, 11, 48, coat)
  canvas.line([x - 56, y - 10], [x - 84, y - 44], 9, coat)
  canvas.ellipse(x + 150, y + 54, 18, 8, [92, 66, 40])
}

/** A barrier arm that hangs askew, or does its duty. */
export const brokenGate: Thing = canvas => {
  canvas.rectangle(90, 216, 34, 110, [214, 150, 40])
  canvas.line([112, 226], [330, 330], 10, [230, 230, 230])
}
export const soundGate: Thing = canvas => {
  canvas.rectangle(90, 216, 34, 110, [214, 150, 40])
  canvas.line([112, 232], [400, 224], 10, [230, 230, 230])
  for (let n = 0; n < 4; n++) canvas.rectangle(150 + n * 62, 222, 26, 10, [200, 50, 46])
}

/** A plank that came off a bench. */
export const bench: Thing = canvas => drawSeat(canvas)

function drawSeat(canvas: Canvas): void {
  for (let n = 0; n < 3; n++) canvas.rectangle(90, 250 + n * 16, 220, 11, [150, 104, 66])
  for (const x of [106, 282]) canvas.rectangle(x, 262, 12, 66, STEEL)
}
export const brokenBench: Thing = canvas => {
  drawSeat(canvas)
  canvas.rectangle(90, 266, 220, 14, [92, 138, 74])
  canvas.line([120, 340], [330, 310], 12, [150, 104, 66])
}
