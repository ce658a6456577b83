import type { Dice } from '../dice.ts'
import { HEIGHT, WIDTH } from './canvas.ts'

/**
 * A drawn scene as somebody standing there would frame it: a little nearer, a little to the side, brighter where the
 * light comes from. Two corridors that are drawn alike are then two places, and two photos of one are two photos.
 */
export function frameByHand(scene: Uint8Array, dice: Dice): Uint8Array {
  const nearness = dice.between(0.66, 0.98)
  const left = dice.share() * (1 - nearness) * WIDTH
  const top = dice.share() * (1 - nearness) * HEIGHT
  const stretch = dice.between(0.97, 1)
  const direction = dice.between(0, 2 * Math.PI)
  const fall = dice.between(0.1, 0.55)
  const framed = new Uint8Array(scene.length)
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) {
      const fromX = Math.floor(left + x * nearness * stretch)
      const fromY = Math.floor(top + y * nearness)
      const aside = Math.cos(direction) * (x / WIDTH - 0.5) + Math.sin(direction) * (y / HEIGHT - 0.5)
      const from = (fromY * WIDTH + fromX) * 4
      const to = (y * WIDTH + x) * 4
      for (let band = 0; band < 3; band += 1)
        framed[to + band] = Math.min(255, (scene[from + band] ?? 0) * (1 + fall * aside))
      framed[to + 3] = scene[from + 3] ?? 255
    }
  return framed
}
