import { type Canvas, type Colour, shade } from './canvas.ts'
import { box, CARTON, cable, chosen, RUBBER, STEEL, some, type Thing } from './thing.ts'

/* What stands, hangs and crumbles in a house. */

/** Cartons, a shoe cabinet and a pot. */
export const clutter: Thing = (canvas, { accent, shift }, amount) => {
  const x = 70 + shift * 60
  const pieces: (() => void)[] = [
    () => box(canvas, x + 70, 214, 58, 66, CARTON),
    () => box(canvas, x + 20, 236, 70, 84, shade(CARTON, 0.92)),
    () => box(canvas, x + 132, 250, 62, 60, shade(accent, 1.25)),
    () => box(canvas, x + 46, 196, 46, 40, shade(CARTON, 1.1)),
    () => canvas.ellipse(x + 226, 312, 26, 22, [150, 84, 56]),
    () => canvas.ellipse(x + 226, 284, 30, 20, [78, 122, 66]),
  ]
  for (const draw of pieces.slice(0, some(pieces.length, amount))) draw()
}

/** Boards and a bed frame across the way out. */
export const barrier: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < some(5, amount); n++)
    canvas.line(
      [286 + n * 26, 96 + n * 8],
      [262 + n * 34 + shift * 20, 322],
      18,
      shade(CARTON, 0.7 + n * 0.08),
    )
  box(canvas, 330, 250, 76, 70, [120, 116, 108])
}

/** Flyers on the wall, one like the other. */
export const flyers: Thing = (canvas, { shift }, amount) => {
  const papers: readonly Colour[] = [
    [240, 214, 70],
    [232, 120, 110],
    [236, 236, 236],
    [130, 190, 226],
  ]
  for (let n = 0; n < some(14, amount); n++) {
    const [x, y] = [58 + (n % 5) * 44 + ((n * 37) % 13), 150 + Math.floor(n / 5) * 34 + ((n * 53) % 9)]
    canvas.rectangle(x, y, 32, 24, chosen(papers, (shift + n * 0.31) % 1))
    canvas.rectangle(x + 4, y + 5, 22, 3, [70, 60, 60])
    canvas.rectangle(x + 4, y + 13, 16, 3, [180, 40, 40])
  }
}

/** Dust, stains and stubs on the floor. */
export const dirt: Thing = (canvas, { floor, shift }, amount) => {
  for (let n = 0; n < some(26, amount); n++) {
    const [x, y] = [90 + ((n * 97 + shift * 200) % 300), 262 + ((n * 61) % 88)]
    canvas.ellipse(x, y, 5 + (n % 4) * 5, 2 + (n % 3) * 2, shade(floor, n % 3 === 0 ? 0.45 : 0.68))
  }
}

/** A cable that hangs loose, or a wire that somebody tapped. */
export const looseCable: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < some(4, amount); n++)
    cable(
      canvas,
      [120 + n * 14, 70 + n * 8],
      [352 - n * 12, 96],
      70 + n * 26 + shift * 30,
      n % 2 ? RUBBER : [200, 60, 40],
    )
}

/** An extinguisher's place without its extinguisher. */
export const emptyCabinet: Thing = canvas => drawCabinet(canvas)

function drawCabinet(canvas: Canvas): void {
  canvas.rectangle(196, 176, 70, 78, [176, 40, 40])
  canvas.rectangle(203, 183, 56, 64, [48, 44, 44])
}
export const fullCabinet: Thing = canvas => {
  drawCabinet(canvas)
  for (const x of [212, 236]) {
    canvas.rectangle(x, 200, 16, 44, [214, 50, 44])
    canvas.rectangle(x + 4, 192, 8, 9, [40, 40, 40])
  }
}

/** A door that should be shut. */
export const openDoor: Thing = canvas => {
  canvas.rectangle(184, 100, 112, 146, [30, 30, 34])
  canvas.polygon([184, 100, 122, 84, 122, 282, 184, 246], [150, 60, 50])
  canvas.polygon([118, 282, 150, 276, 150, 288], [190, 150, 96])
}
export const shutDoor: Thing = canvas => {
  canvas.rectangle(184, 100, 112, 146, [150, 60, 50])
  canvas.rectangle(194, 150, 92, 6, STEEL)
}

/** Damp, flaking plaster and a crack. */
export const damp: Thing = (canvas, { wall, shift }, amount) => {
  const x = 90 + shift * 70
  canvas.ellipse(x, 150, 70 * amount + 12, 58 * amount + 8, shade(wall, 0.72))
  canvas.ellipse(x + 12, 162, 46 * amount + 8, 36 * amount + 6, [176, 168, 150])
  const crack: readonly (readonly [number, number])[] = [
    [x - 30, 60],
    [x - 8, 104],
    [x - 26, 140],
    [x + 4, 186],
    [x - 6, 230],
  ]
  crack.forEach((from, n) => {
    const to = crack[n + 1]
    if (to) canvas.line(from, to, 4, [60, 52, 46])
  })
}

/** Loose tiles on the wall, some on the ground. */
export const looseTiles: Thing = (canvas, { wall, shift }, amount) => {
  for (let n = 0; n < some(12, amount); n++)
    canvas.rectangle(
      120 + shift * 60 + (n % 4) * 24,
      84 + Math.floor(n / 4) * 22,
      20,
      17,
      shade(wall, n % 3 ? 0.55 : 0.7),
    )
  for (let n = 0; n < 5; n++) canvas.rectangle(110 + n * 42, 316 + (n % 2) * 12, 24, 9, shade(wall, 0.8))
}

/** Gas bottles and paint tins. */
export const flammables: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < some(3, amount); n++) {
    const x = 110 + shift * 40 + n * 66
    canvas.rectangle(x, 246, 46, 74, n === 2 ? [210, 70, 40] : [110, 150, 170])
    canvas.ellipse(x + 23, 246, 23, 12, n === 2 ? [226, 92, 60] : [130, 170, 190])
    canvas.rectangle(x + 16, 222, 14, 20, STEEL)
  }
}
