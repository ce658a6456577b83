import { HOUR } from '../the-year.ts'
import { type Canvas, type Colour, HEIGHT, WIDTH } from './canvas.ts'

/* The moment in the corner, as cameras for site work print it. Rows of five pixels a figure, top to bottom. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  '0': ['###', '#.#', '#.#', '#.#', '###'],
  '1': ['.#.', '##.', '.#.', '.#.', '###'],
  '2': ['###', '..#', '###', '#..', '###'],
  '3': ['###', '..#', '###', '..#', '###'],
  '4': ['#.#', '#.#', '###', '..#', '..#'],
  '5': ['###', '#..', '###', '..#', '###'],
  '6': ['###', '#..', '###', '#.#', '###'],
  '7': ['###', '..#', '..#', '..#', '..#'],
  '8': ['###', '#.#', '###', '#.#', '###'],
  '9': ['###', '#.#', '###', '..#', '###'],
  '-': ['...', '...', '###', '...', '...'],
  ':': ['...', '.#.', '...', '.#.', '...'],
}
const DOT = 3
const INK: Colour = [255, 176, 64]

/** Prints local date and time at the lower right. */
export function stampMoment(canvas: Canvas, at: number): Canvas {
  const text = new Date(at + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ')
  const left = WIDTH - 12 - text.length * 4 * DOT
  ;[...text].forEach((figure, n) => {
    FIGURES[figure]?.forEach((row, y) => {
      ;[...row].forEach((dot, x) => {
        if (dot === '#') canvas.label(left + (n * 4 + x) * DOT, HEIGHT - 28 + y * DOT, DOT, DOT, INK)
      })
    })
  })
  return canvas
}
