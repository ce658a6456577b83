/** Red, green, blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number]
type Point = readonly [x: number, y: number]

export const WIDTH = 480
export const HEIGHT = 360

export interface CanvasOptions {
  /** Left and right change places: two views of one kind of spot. */
  readonly mirrored: boolean
  /** 1 by day, less at night. */
  readonly light: number
}

/** A picture of 480 x 360 pixels to paint on; what lies outside is cut off. */
export interface Canvas {
  /** Four bytes a pixel. */
  readonly pixels: Uint8Array
  rectangle(x: number, y: number, width: number, height: number, colour: Colour): void
  /** Corners as x, y, x, y and so on. */
  polygon(corners: readonly number[], colour: Colour): void
  ellipse(x: number, y: number, radiusX: number, radiusY: number, colour: Colour): void
  /** A straight stroke. */
  line(from: Point, to: Point, width: number, colour: Colour): void
  /** A rectangle that is no part of the scene: never mirrored, as bright as it is. */
  label(x: number, y: number, width: number, height: number, colour: Colour): void
  /** A colour that runs from one to another, top to bottom. */
  gradient(y: number, height: number, top: Colour, bottom: Colour): void
}

export function createCanvas({ mirrored, light }: CanvasOptions): Canvas {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4)
  const words = new Uint32Array(pixels.buffer)
  const one = new Uint8Array(4)
  const word = new Uint32Array(one.buffer)

  function wordOf([red, green, blue]: Colour, brightness = light): number {
    one[0] = red * brightness
    one[1] = green * brightness
    one[2] = blue * brightness
    one[3] = 255
    return word[0] ?? 0
  }

  function span(y: number, from: number, to: number, value: number): void {
    const left = Math.max(0, Math.round(mirrored ? WIDTH - to : from))
    const right = Math.min(WIDTH, Math.round(mirrored ? WIDTH - from : to))
    if (right > left) words.fill(value, y * WIDTH + left, y * WIDTH + right)
  }

  /* Rows whose middle lies between the two edges. */
  function rows(top: number, bottom: number, paint: (y: number, middle: number) => void): void {
    const last = Math.min(HEIGHT, Math.round(bottom))
    for (let y = Math.max(0, Math.round(top)); y < last; y++) paint(y, y + 0.5)
  }

  function polygon(corners: readonly number[], colour: Colour): void {
    const value = wordOf(colour)
    const heights = corners.filter((_, n) => n % 2 === 1)
    const corner = (n: number): Point => [corners[n * 2] ?? 0, corners[n * 2 + 1] ?? 0]
    rows(Math.min(...heights), Math.max(...heights), (y, middle) => {
      const crossings: number[] = []
      heights.forEach((_, n) => {
        const [x1, y1] = corner(n)
        const [x2, y2] = corner((n + 1) % heights.length)
        if (y1 <= middle !== y2 <= middle) crossings.push(x1 + ((middle - y1) / (y2 - y1)) * (x2 - x1))
      })
      crossings.sort((a, b) => a - b)
      for (let n = 0; n + 1 < crossings.length; n += 2)
        span(y, crossings[n] ?? 0, crossings[n + 1] ?? 0, value)
    })
  }

  return {
    pixels,
    polygon,
    rectangle(x, y, width, height, colour) {
      const value = wordOf(colour)
      rows(y, y + height, row => span(row, x, x + width, value))
    },
    label(x, y, width, height, colour) {
      const value = wordOf(colour, 1)
      rows(y, y + height, row => words.fill(value, row * WIDTH + x, row * WIDTH + x + width))
    },
    ellipse(x, y, radiusX, radiusY, colour) {
      const value = wordOf(colour)
      rows(y - radiusY, y + radiusY, (row, middle) => {
        const half = radiusX * Math.sqrt(Math.max(0, 1 - ((middle - y) / radiusY) ** 2))
        span(row, x - half, x + half, value)
      })
    },
    line([x1, y1], [x2, y2], width, colour) {
      const length = Math.hypot(x2 - x1, y2 - y1) || 1
      const [dx, dy] = [((y2 - y1) / length) * (width / 2), ((x1 - x2) / length) * (width / 2)]
      polygon([x1 + dx, y1 + dy, x2 + dx, y2 + dy, x2 - dx, y2 - dy, x1 - dx, y1 - dy], colour)
    },
    gradient(y, height, top, bottom) {
      rows(y, y + height, (row, middle) => {
        const share = Math.min(1, Math.max(0, (middle - y) / height))
        span(row, 0, WIDTH, wordOf(blend(top, bottom, share)))
      })
    },
  }
}

/** Between two colours: 0 is the first, 1 the second. */
export function blend([r1, g1, b1]: Colour, [r2, g2, b2]: Colour, share: number): Colour {
  return [r1 + (r2 - r1) * share, g1 + (g2 - g1) * share, b1 + (b2 - b1) * share]
}

/** Darker below 1, lighter above. */
export function shade([red, green, blue]: Colour, factor: number): Colour {
  const clip = (value: number): number => Math.min(255, Math.max(0, value * factor))
  return [clip(red), clip(green), clip(blue)]
}
