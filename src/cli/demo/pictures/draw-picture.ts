import { createDice } from '../dice.ts'
import { hourOf } from '../the-year.ts'
import * as bicycles from './bicycles.ts'
import { createCanvas, HEIGHT, WIDTH } from './canvas.ts'
import * as grounds from './grounds.ts'
import { frameByHand } from './handheld.ts'
import * as house from './house.ts'
import * as rubbish from './rubbish.ts'
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
import type { Thing } from './thing.ts'

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
  '0101': { scene: corridor, wrong: house.clutter },
  '0102': { scene: entrance, wrong: house.barrier },
  '0103': { scene: corridor, wrong: house.flammables },
  '0104': { scene: corridor, wrong: house.dirt },
  '0105': { scene: entrance, wrong: house.flyers },
  '0106': { scene: corridor, lampOut: true },
  '0107': { scene: corridor, wrong: house.looseCable },
  '0108': { scene: corridor, wrong: house.emptyCabinet, right: house.fullCabinet },
  '0109': { scene: corridor, wrong: house.openDoor, right: house.shutDoor },
  '0110': { scene: entrance, wrong: house.damp },
  '0201': { scene: entrance, wrong: bicycles.ebike },
  '0202': { scene: corridor, wrong: bicycles.charging },
  '0203': { scene: facade, wrong: bicycles.flyWire },
  '0204': { scene: lift, wrong: bicycles.ebike },
  '0205': { scene: yard, wrong: bicycles.row },
  '0206': { scene: shed, wrong: house.emptyCabinet, right: house.fullCabinet },
  '0207': { scene: shed, wrong: bicycles.wrecks },
  '0301': { scene: wastePoint, wrong: rubbish.mixed },
  '0302': { scene: wastePoint, wrong: rubbish.overflow },
  '0303': { scene: wastePoint, wrong: rubbish.bags },
  '0304': { scene: yard, wrong: rubbish.bulky },
  '0305': { scene: wastePoint, wrong: rubbish.brokenBin },
  '0306': { scene: wastePoint, wrong: rubbish.mixed },
  '0307': { scene: garden, wrong: grounds.fire },
  '0401': { scene: yard, wrong: bicycles.car, right: bicycles.fireLane },
  '0402': { scene: garden, wrong: grounds.hut },
  '0403': { scene: garden, wrong: grounds.vegetables },
  '0404': { scene: yard, wrong: grounds.openManhole, right: grounds.coveredManhole },
  '0405': { scene: yard, wrong: grounds.pothole, right: grounds.patch },
  '0406': { scene: yard, lampOut: true },
  '0407': { scene: garden, wrong: grounds.dog },
  '0501': { scene: yard, wrong: grounds.brokenGate, right: grounds.soundGate },
  '0502': { scene: facade, wrong: house.looseTiles },
  '0503': { scene: lift, lampOut: true },
  '0504': { scene: shed, wrong: bicycles.ebike },
  '0505': { scene: entrance, wrong: house.clutter },
  '9901': { scene: garden, wrong: grounds.brokenBench, right: grounds.bench },
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
  canvas.pixels.set(frameByHand(canvas.pixels, createDice(50_000 + finding * 31 + take)))
  const { pixels } = stampMoment(canvas, at)
  return { width: WIDTH, height: HEIGHT, pixels }
}

function lightAt(at: number): number {
  const hour = hourOf(at)
  return hour < 6 || hour > 19 ? NIGHT : 1
}
