import { type Colour, shade } from './canvas.ts'
import { box, chosen, RUBBER, some, type Thing } from './thing.ts'

/* What is thrown away, and what it is thrown into. */

const BAGS: readonly Colour[] = [
  [40, 40, 46],
  [176, 44, 44],
  [228, 228, 224],
  [58, 110, 168],
]

/** Bags and spilled rubbish beside the bins, or over their rims. */
export const bags: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < some(9, amount); n++) {
    const [x, y] = [40 + n * 46 + shift * 20, 290 + (n % 3) * 18]
    const colour = chosen(BAGS, (shift + n * 0.29) % 1)
    canvas.ellipse(x, y, 28, 22, colour)
    canvas.polygon([x - 7, y - 18, x + 7, y - 18, x + 3, y - 32, x - 3, y - 32], shade(colour, 0.8))
  }
}
export const overflow: Thing = (canvas, look, amount) => {
  for (let n = 0; n < some(8, amount); n++)
    canvas.ellipse(66 + n * 48, 118 - (n % 3) * 8, 26, 20, chosen(BAGS, (look.shift + n * 0.37) % 1))
  bags(canvas, look, amount * 0.4)
}

/** What lies in the wrong bin, seen over the rim. */
export const mixed: Thing = (canvas, { shift }, amount) => {
  const scraps: readonly Colour[] = [
    [226, 120, 60],
    [240, 240, 240],
    [120, 176, 90],
    [200, 60, 90],
  ]
  canvas.rectangle(42, 118, 92, 20, RUBBER)
  for (let n = 0; n < some(12, amount); n++)
    canvas.ellipse(50 + ((n * 31) % 80), 114 - ((n * 17) % 22), 9, 7, chosen(scraps, (shift + n * 0.23) % 1))
}

/** A bin that lost its lid and split. */
export const brokenBin: Thing = canvas => {
  canvas.rectangle(240, 118, 100, 18, [36, 38, 40])
  canvas.line([276, 140], [300, 190], 5, [30, 30, 32])
  canvas.line([300, 190], [284, 250], 5, [30, 30, 32])
  canvas.polygon([340, 286, 430, 270, 436, 284, 350, 302], [74, 76, 80])
}

/** A sofa, a mattress and bags of rubble. */
export const bulky: Thing = (canvas, { accent, shift }, amount) => {
  const x = 70 + shift * 60
  box(canvas, x, 286, 170, 40, accent)
  box(canvas, x - 6, 262, 26, 62, shade(accent, 0.85))
  if (amount > 0.5) canvas.polygon([x + 180, 230, x + 270, 214, x + 286, 326, x + 196, 336], [222, 214, 206])
  for (let n = 0; n < some(4, amount); n++) canvas.ellipse(x + 60 + n * 46, 336, 26, 18, [204, 196, 176])
}
