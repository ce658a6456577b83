import { randomBytes } from 'node:crypto'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import type { Passwords } from '../deps.ts'

export interface PasswordOptions {
  /** Memory of one hash in KiB. (Default: 19456, the least that OWASP recommends with two passes) */
  readonly memoryKiB?: number
  /** (Default: 2) */
  readonly passes?: number
  /** (Default: 1) */
  readonly parallelism?: number
  /** Hashes worked on at the same time; more of them wait. (Default: 4) */
  readonly atOnce?: number
}

/* The package declares its algorithms as constants of the compiler, which a file compiled by itself cannot use. */
const ARGON2ID = 2

/**
 * Passwords as argon2id in PHC strings (OWASP ASVS 5.0, V11.4.2). A password is brought into Unicode's form NFKC
 * first, so that what a Chinese input method types in full width is the same password on every keyboard.
 */
export function createPasswords(options: PasswordOptions = {}): Passwords {
  const { memoryKiB = 19_456, passes = 2, parallelism = 1, atOnce = 4 } = options
  const costs = { algorithm: ARGON2ID, memoryCost: memoryKiB, timeCost: passes, parallelism }
  const inTurn = createTurnstile(atOnce)
  const slowHash = (password: string): Promise<string> =>
    inTurn(() => hash(password.normalize('NFKC'), costs))
  // What an unknown member's password is compared with, so that the answer takes as long as for a known one. Made
  // at once, or the first unknown member would wait twice.
  const nobodys = slowHash(randomBytes(24).toString('base64url'))
  // Whoever compares with it meets the failure; it is not to end the program before.
  nobodys.catch(() => {})

  return {
    hash: slowHash,
    verify: async (known, password) => {
      const compared = known ?? (await nobodys)
      const matches = await inTurn(() => verify(compared, password.normalize('NFKC')))
      return matches && known !== null
    },
    isOutdated: known => {
      const made = parseOptions(known)
      return (
        made.algorithm !== ARGON2ID ||
        made.memoryCost < memoryKiB ||
        made.timeCost < passes ||
        made.parallelism < parallelism
      )
    },
  }
}

/* Lets a few works run at a time, the others in the order they came. */
function createTurnstile(atOnce: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    // Whoever is let in takes over the place of the one who leaves, so nobody can slip in between.
    if (running < atOnce) running += 1
    else await new Promise<void>(enter => waiting.push(enter))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
