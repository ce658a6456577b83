import { createDice } from '../dice.ts'
import { hourOf } from '../the-year.ts'
import { createCanvas, HEIGHT, WIDTH } from './canvas.ts'
import {
  corridor,
  entrance,
  facade,
  garden,
  type Look,
  lift,
  lookOf,
  type Scene,
  shed,
  wastePoint,
  yard,
} from './scenes.ts'
import { stampMoment } from './stamp.ts'
import type { Thing } from './things.ts'
import * as things from './things.ts'

/** `before` and `again` show what is wrong, `partly` what a sloppy hand left of it, `after` what it looks like now. */
export type Moment = 'before' | 'again' | 'partly' | 'after'

export interface Subject {
  /** Number of the finding: its spot looks alike in all of its photos. */
  readonly finding: number
  /** Number of the photo within the finding. */
  readonly take: number
  /** Leaf of the category. */
  readonly code: string
  readonly moment: Moment
  /** When it is taken, milliseconds since 1970. */
  readonly at: number
}

/** Four bytes a pixel. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

interface Motif {
  readonly scene: Scene
  /** What is wrong. A lamp that is out is wrong all by itself. */
  readonly wrong?: Thing
  /** What is there when it is mended, if anything. */
  readonly right?: Thing
  readonly lampOut?: true
}

const MOTIFS: Readonly<Record<string, Motif>> = {
  '0101': { scene: corridor, wrong: things.clutter },
  '0102': { scene: entrance, wrong: things.barrier },
  '0103': { scene: corridor, wrong: things.flammables },
  '0104': { scene: corridor, wrong: things.dirt },
  '0105': { scene: entrance, wrong: things.flyers },
  '0106': { scene: corridor, lampOut: true },
  '0107': { scene: corridor, wrong: things.looseCable },
  '0108': { scene: corridor, wrong: things.emptyCabinet, right: things.fullCabinet },
  '0109': { scene: corridor, wrong: things.openDoor, right: things.shutDoor },
  '0110': { scene: entrance, wrong: things.damp },
  '0201': { scene: entrance, wrong: things.ebike },
  '0202': { scene: corridor, wrong: things.charging },
  '0203': { scene: facade, wrong: things.flyWire },
  '0204': { scene: lift, wrong: things.ebike },
  '0205': { scene: yard, wrong: things.row },
  '0206': { scene: shed, wrong: things.emptyCabinet, right: things.fullCabinet },
  '0207': { scene: shed, wrong: things.wrecks },
  '0301': { scene: wastePoint, wrong: things.mixed },
  '0302': { scene: wastePoint, wrong: things.overflow },
  '0303': { scene: wastePoint, wrong: things.bags },
  '0304': { scene: yard, wrong: things.bulky },
  '0305': { scene: wastePoint, wrong: things.brokenBin },
  '0306': { scene: wastePoint, wrong: things.mixed },
  '0307': { scene: garden, wrong: things.fire },
  '0401': { scene: yard, wrong: things.car, right: things.fireLane },
  '0402': { scene: garden, wrong: things.hut },
  '0403': { scene: garden, wrong: things.vegetables },
  '0404': { scene: yard, wrong: things.openManhole, right: things.coveredManhole },
  '0405': { scene: yard, wrong: things.pothole, right: things.patch },
  '0406': { scene: yard, lampOut: true },
  '0407': { scene: garden, wrong: things.dog },
  '0501': { scene: yard, wrong: things.brokenGate, right: things.soundGate },
  '0502': { scene: facade, wrong: things.looseTiles },
  '0503': { scene: lift, lampOut: true },
  '0504': { scene: shed, wrong: things.ebike },
  '0505': { scene: entrance, wrong: things.clutter },
  '9901': { scene: garden, wrong: things.brokenBench, right: things.bench },
}

const AMOUNT: Readonly<Record<Moment, number>> = { before: 1, again: 0.9, partly: 0.4, after: 0 }
const NIGHT = 0.62

/** Draws what a phone would have shown at that moment, with the time in the corner. */
export function drawPicture({ finding, take, code, moment, at }: Subject): Picture {
  const motif = MOTIFS[code]
  if (!motif) throw new Error(`no motif for category ${code}`)
  const dice = createDice(10_000 + finding)
  const mirrored = dice.chance(0.5)
  const mended = moment === 'after'
  const look: Look = lookOf(dice, mended || !motif.lampOut)
  // Two photos of one spot are never quite equally bright.
  const light = lightAt(at) * (motif.lampOut && !mended ? 0.7 : 1) * (0.94 + ((take * 7) % 10) * 0.008)
  const canvas = createCanvas({ mirrored, light })
  motif.scene(canvas, look)
  if (mended) motif.right?.(canvas, look, 1)
  else motif.wrong?.(canvas, look, AMOUNT[moment])
  const { pixels } = stampMoment(canvas, at)
  return { width: WIDTH, height: HEIGHT, pixels }
}

function lightAt(at: number): number {
  const hour = hourOf(at)
  return hour < 6 || hour > 19 ? NIGHT : 1
}
