import { randomBytes, randomFillSync } from 'node:crypto'
import type { Chance } from './deps.ts'

/* Random bytes are drawn in bulk: one draw for many ids costs what one draw for one id costs. */
const pool = Buffer.allocUnsafe(16 * 1024)
let used = pool.length

function draw(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += count
  return pool.subarray(used - count, used)
}

/** Chance from the operating system's generator. */
export const systemChance: Chance = {
  id: at => uuidv7(at, draw(10)),
  salt: () => draw(16).toString('base64url'),
  secret: () => randomBytes(32).toString('base64url'),
}

/**
 * Chance that comes out the same for the same seed: for the demo's year and for tests. Never for a real community:
 * its secrets can be foretold.
 */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0
  // mulberry32: small, and good enough to make distinct ids.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  const bytes = (count: number): Buffer => {
    const buffer = Buffer.alloc(Math.ceil(count / 4) * 4)
    for (let at = 0; at < buffer.length; at += 4) buffer.writeUInt32BE(next(), at)
    return buffer.subarray(0, count)
  }
  return {
    id: at => uuidv7(at, bytes(10)),
    salt: () => bytes(16).toString('base64url'),
    secret: () => bytes(32).toString('base64url'),
  }
}

/** UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds, then random bits. */
function uuidv7(at: number, random: Buffer): string {
  const time = Math.max(0, Math.trunc(at)).toString(16).padStart(12, '0')
  const r = random.toString('hex')
  const variant = ((Number.parseInt(r.slice(3, 4), 16) & 0x3) | 0x8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${r.slice(0, 3)}-${variant}${r.slice(4, 7)}-${r.slice(7, 19)}`
}
