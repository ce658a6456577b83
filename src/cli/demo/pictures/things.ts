import { type Canvas, type Colour, shade } from './canvas.ts'
import type { Look } from './scenes.ts'

/* What is wrong, to be put into a scene. `amount` is 1 for all of it and less for what a sloppy hand left behind. */

export type Thing = (canvas: Canvas, look: Look, amount: number) => void

const CARTON: Colour = [186, 146, 96]
const TYRE: Colour = [36, 36, 40]
const STEEL: Colour = [150, 154, 160]
const BAGS: readonly Colour[] = [
  [40, 40, 46],
  [176, 44, 44],
  [228, 228, 224],
  [58, 110, 168],
]
const VEHICLES: readonly Colour[] = [
  [186, 42, 44],
  [44, 92, 160],
  [230, 230, 226],
  [70, 74, 82],
]
const chosen = (colours: readonly Colour[], share: number): Colour =>
  colours[Math.floor(share * colours.length)] ?? CARTON
const count = (most: number, amount: number): number => Math.max(1, Math.round(most * amount))

function box(canvas: Canvas, x: number, y: number, width: number, height: number, colour: Colour): void {
  const depth = width * 0.3
  canvas.rectangle(x, y, width, height, colour)
  canvas.polygon(
    [
      [x, y],
      [x + depth, y - depth * 0.6],
      [x + width + depth, y - depth * 0.6],
      [x + width, y],
    ],
    shade(colour, 1.16),
  )
  canvas.polygon(
    [
      [x + width, y],
      [x + width + depth, y - depth * 0.6],
      [x + width + depth, y + height - depth * 0.6],
      [x + width, y + height],
    ],
    shade(colour, 0.74),
  )
  canvas.rectangle(x + width * 0.42, y, width * 0.1, height, shade(colour, 0.9))
}

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
  for (const draw of pieces.slice(0, count(pieces.length, amount))) draw()
}

/** Boards and a bed frame across the way out. */
export const barrier: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < count(5, amount); n++)
    canvas.line(
      [286 + n * 26, 96 + n * 8],
      [262 + n * 34 + shift * 20, 322],
      18,
      shade(CARTON, 0.7 + n * 0.08),
    )
  box(canvas, 330, 250, 76, 70, [120, 116, 108])
}

function wheel(canvas: Canvas, x: number, y: number, radius: number): void {
  canvas.ellipse(x, y, radius, radius, TYRE)
  canvas.ellipse(x, y, radius * 0.66, radius * 0.66, STEEL)
  canvas.ellipse(x, y, radius * 0.3, radius * 0.3, TYRE)
}

function scooter(canvas: Canvas, x: number, y: number, size: number, colour: Colour): void {
  const p = (dx: number, dy: number) => [x + dx * size, y + dy * size] as const
  wheel(canvas, ...p(0, 0), 26 * size)
  wheel(canvas, ...p(118, 0), 26 * size)
  canvas.polygon([p(-14, -22), p(40, -44), p(56, -8), p(20, -4)], shade(colour, 0.8))
  canvas.polygon([p(44, -12), p(92, -12), p(110, -72), p(96, -76), p(76, -26), p(46, -26)], colour)
  canvas.polygon([p(-12, -52), p(44, -58), p(46, -44), p(-8, -40)], [40, 40, 44])
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

function cable(
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

/** A wire from an upper window down to a bike. */
export const flyWire: Thing = (canvas, { shift }, amount) => {
  scooter(canvas, 230, 324, 0.8, chosen(VEHICLES, shift))
  for (let n = 0; n < count(2, amount); n++)
    cable(canvas, [60 + n * 112 + shift * 30, 66 + n * 72], [262 + n * 24, 300], 26, [210, 70, 30])
  canvas.rectangle(256, 294, 30, 12, [240, 240, 236])
}

/** A row of scooters where people walk. */
export const row: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < count(5, amount); n++)
    scooter(canvas, 20 + n * 84, 304 + (n % 2) * 16, 0.72, chosen(VEHICLES, (shift + n * 0.27) % 1))
}

/** Dusty bicycles without saddles. */
export const wrecks: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < count(4, amount); n++) {
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

/** Flyers on the wall, one like the other. */
export const flyers: Thing = (canvas, { shift }, amount) => {
  const papers: readonly Colour[] = [
    [240, 214, 70],
    [232, 120, 110],
    [236, 236, 236],
    [130, 190, 226],
  ]
  for (let n = 0; n < count(14, amount); n++) {
    const [x, y] = [58 + (n % 5) * 44 + ((n * 37) % 13), 150 + Math.floor(n / 5) * 34 + ((n * 53) % 9)]
    canvas.rectangle(x, y, 32, 24, chosen(papers, (shift + n * 0.31) % 1))
    canvas.rectangle(x + 4, y + 5, 22, 3, [70, 60, 60])
    canvas.rectangle(x + 4, y + 13, 16, 3, [180, 40, 40])
  }
}

/** Dust, stains and stubs on the floor. */
export const dirt: Thing = (canvas, { floor, shift }, amount) => {
  for (let n = 0; n < count(26, amount); n++) {
    const [x, y] = [90 + ((n * 97 + shift * 200) % 300), 262 + ((n * 61) % 88)]
    canvas.ellipse(x, y, 5 + (n % 4) * 5, 2 + (n % 3) * 2, shade(floor, n % 3 === 0 ? 0.45 : 0.68))
  }
}

/** Bags and spilled rubbish beside the bins, or over their rims. */
export const bags: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < count(9, amount); n++) {
    const [x, y] = [40 + n * 46 + shift * 20, 290 + (n % 3) * 18]
    const colour = chosen(BAGS, (shift + n * 0.29) % 1)
    canvas.ellipse(x, y, 28, 22, colour)
    canvas.polygon(
      [
        [x - 7, y - 18],
        [x + 7, y - 18],
        [x + 3, y - 32],
        [x - 3, y - 32],
      ],
      shade(colour, 0.8),
    )
  }
}
export const overflow: Thing = (canvas, look, amount) => {
  for (let n = 0; n < count(8, amount); n++)
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
  canvas.rectangle(42, 118, 92, 20, TYRE)
  for (let n = 0; n < count(12, amount); n++)
    canvas.ellipse(50 + ((n * 31) % 80), 114 - ((n * 17) % 22), 9, 7, chosen(scraps, (shift + n * 0.23) % 1))
}

/** A bin that lost its lid and split. */
export const brokenBin: Thing = canvas => {
  canvas.rectangle(240, 118, 100, 18, [36, 38, 40])
  canvas.line([276, 140], [300, 190], 5, [30, 30, 32])
  canvas.line([300, 190], [284, 250], 5, [30, 30, 32])
  canvas.polygon(
    [
      [340, 286],
      [430, 270],
      [436, 284],
      [350, 302],
    ],
    [74, 76, 80],
  )
}

/** A sofa, a mattress and bags of rubble. */
export const bulky: Thing = (canvas, { accent, shift }, amount) => {
  const x = 70 + shift * 60
  box(canvas, x, 286, 170, 40, accent)
  box(canvas, x - 6, 262, 26, 62, shade(accent, 0.85))
  if (amount > 0.5)
    canvas.polygon(
      [
        [x + 180, 230],
        [x + 270, 214],
        [x + 286, 326],
        [x + 196, 336],
      ],
      [222, 214, 206],
    )
  for (let n = 0; n < count(4, amount); n++) canvas.ellipse(x + 60 + n * 46, 336, 26, 18, [204, 196, 176])
}

/** A cable that hangs loose, or a wire that somebody tapped. */
export const looseCable: Thing = (canvas, { shift }, amount) => {
  for (let n = 0; n < count(4, amount); n++)
    cable(
      canvas,
      [120 + n * 14, 70 + n * 8],
      [352 - n * 12, 96],
      70 + n * 26 + shift * 30,
      n % 2 ? TYRE : [200, 60, 40],
    )
}

/** An extinguisher's place without its extinguisher. */
export const emptyCabinet: Thing = canvas => {
  canvas.rectangle(196, 176, 70, 78, [176, 40, 40])
  canvas.rectangle(203, 183, 56, 64, [48, 44, 44])
}
export const fullCabinet: Thing = canvas => {
  emptyCabinet(canvas, BARE, 1)
  for (const x of [212, 236]) {
    canvas.rectangle(x, 200, 16, 44, [214, 50, 44])
    canvas.rectangle(x + 4, 192, 8, 9, [40, 40, 40])
  }
}
const BARE: Look = { wall: STEEL, floor: STEEL, accent: STEEL, shift: 0, lamp: true }

/** A door that should be shut. */
export const openDoor: Thing = canvas => {
  canvas.rectangle(184, 100, 112, 146, [30, 30, 34])
  canvas.polygon(
    [
      [184, 100],
      [122, 84],
      [122, 282],
      [184, 246],
    ],
    [150, 60, 50],
  )
  canvas.polygon(
    [
      [118, 282],
      [150, 276],
      [150, 288],
    ],
    [190, 150, 96],
  )
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
      [x, y],
      [x, y - 40],
      [x + 56, y - 48],
      [x + 92, y - 92],
      [x + 200, y - 92],
      [x + 240, y - 46],
      [x + 282, y - 38],
      [x + 282, y],
    ],
    colour,
  )
  canvas.polygon(
    [
      [x + 70, y - 50],
      [x + 98, y - 84],
      [x + 144, y - 84],
      [x + 144, y - 50],
    ],
    [150, 178, 196],
  )
  canvas.polygon(
    [
      [x + 152, y - 50],
      [x + 152, y - 84],
      [x + 194, y - 84],
      [x + 222, y - 50],
    ],
    [150, 178, 196],
  )
  wheel(canvas, x + 62, y, 28)
  wheel(canvas, x + 222, y, 28)
}

/** A hut of panels that was not there. */
export const hut: Thing = (canvas, { accent }, amount) => {
  canvas.rectangle(60, 190, 230 * amount, 140, [204, 208, 210])
  canvas.polygon(
    [
      [44, 190],
      [306 * amount, 190],
      [270 * amount, 150],
      [80, 150],
    ],
    shade(accent, 1.3),
  )
  canvas.rectangle(90, 230, 44, 100, shade(accent, 0.9))
}

/** Rows of cabbages in the lawn. */
export const vegetables: Thing = (canvas, _, amount) => {
  canvas.polygon(
    [
      [30, 190],
      [240, 190],
      [200, 340],
      [-40, 340],
    ],
    [118, 90, 64],
  )
  for (let n = 0; n < count(18, amount); n++)
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
  canvas.polygon(
    [
      [x - 40, 300],
      [x - 12, 224],
      [x + 8, 276],
      [x + 26, 232],
      [x + 46, 300],
    ],
    [240, 130, 40],
  )
  canvas.polygon(
    [
      [x - 18, 300],
      [x, 254],
      [x + 22, 300],
    ],
    [250, 214, 90],
  )
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

/** Loose tiles on the wall, some on the ground. */
export const looseTiles: Thing = (canvas, { wall, shift }, amount) => {
  for (let n = 0; n < count(12, amount); n++)
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
  for (let n = 0; n < count(3, amount); n++) {
    const x = 110 + shift * 40 + n * 66
    canvas.rectangle(x, 246, 46, 74, n === 2 ? [210, 70, 40] : [110, 150, 170])
    canvas.ellipse(x + 23, 246, 23, 12, n === 2 ? [226, 92, 60] : [130, 170, 190])
    canvas.rectangle(x + 16, 222, 14, 20, STEEL)
  }
}

/** A plank that came off a bench. */
export const bench: Thing = canvas => {
  for (let n = 0; n < 3; n++) canvas.rectangle(90, 250 + n * 16, 220, 11, [150, 104, 66])
  for (const x of [106, 282]) canvas.rectangle(x, 262, 12, 66, STEEL)
}
export const brokenBench: Thing = canvas => {
  bench(canvas, BARE, 1)
  canvas.rectangle(90, 266, 220, 14, [92, 138, 74])
  canvas.line([120, 340], [330, 310], 12, [150, 104, 66])
}
