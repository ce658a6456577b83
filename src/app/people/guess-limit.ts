import { isIPv6 } from 'node:net'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { hashSecret } from '../secrets.ts'
import { normaliseLogin } from './login-name.ts'

/** Wrong passwords are counted for this long, from the first one on. */
const GUESS_WINDOW_MS = 15 * 60_000
const MOST_GUESSES_PER_ACCOUNT = 10
const MOST_GUESSES_PER_ADDRESS = 30

/** Who tries a password, and for which account. */
export interface Guess {
  readonly login: string
  readonly address: string
}

/** Takes back the failure that was booked in advance; to be called in the turn that lets the member in. */
export type GiveBack = (tx: Writer) => Promise<void>

/**
 * Lets a password be tried unless too many were wrong: `session.locked` otherwise. The failure is booked before the
 * password is tested and taken back when it was right, so that guesses sent at the same moment cannot all slip
 * through before the first one is counted. One account and one address try one password at a time, so that bookings
 * of right passwords do not add up to a lock.
 */
export async function underGuessLimit<T>(
  deps: Pick<Deps, 'db' | 'clock'>,
  guess: Guess,
  attempt: (giveBack: GiveBack) => Promise<T>,
): Promise<T> {
  const account = accountSubject(guess.login)
  const address = addressSubject(guess.address)
  // Always the account first: two attempts can then never wait for each other.
  return await oneAtATime(account, () =>
    oneAtATime(address, async () => {
      const now = deps.clock.now()
      await deps.db.transaction(async tx => {
        const failures = [
          { subject: account, most: MOST_GUESSES_PER_ACCOUNT, ...(await failuresNow(tx, account, now)) },
          { subject: address, most: MOST_GUESSES_PER_ADDRESS, ...(await failuresNow(tx, address, now)) },
        ]
        const ends = failures.flatMap(f => (f.count >= f.most ? [f.since + GUESS_WINDOW_MS] : []))
        if (ends.length > 0) throw locked(Math.max(...ends) - now)
        for (const f of failures) await tx.people.putFailures(f.subject, f.since, f.count + 1)
      })
      return await attempt(async tx => {
        await takeBack(tx, account)
        await takeBack(tx, address)
      })
    }),
  )
}

/** Forgets an account's wrong guesses, once an administrator has set a new password. */
export async function forgetGuesses(tx: Writer, login: string): Promise<void> {
  await tx.people.clearFailures(accountSubject(login))
}

async function failuresNow(
  tx: Writer,
  subject: string,
  now: number,
): Promise<{ since: number; count: number }> {
  const known = await tx.people.failuresOf(subject)
  // A window that begins in the future comes from a clock that was set back; it would lock for too long.
  const open = known !== null && known.since <= now && now < known.since + GUESS_WINDOW_MS
  return open ? { since: known.since, count: known.count } : { since: now, count: 0 }
}

async function takeBack(tx: Writer, subject: string): Promise<void> {
  const known = await tx.people.failuresOf(subject)
  if (known === null) return
  if (known.count <= 1) await tx.people.clearFailures(subject)
  else await tx.people.putFailures(subject, known.since, known.count - 1)
}

function locked(ms: number): AppError {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  return new AppError('session.locked', { values: { seconds }, retryAfterSeconds: seconds })
}

/* Hashed, because people type their password into the wrong field now and then. */
const accountSubject = (login: string): string => `account:${hashSecret(normaliseLogin(login))}`

/* An IPv6 subscriber holds a whole /64, and with it more addresses than anybody could count failures for. */
function addressSubject(address: string): string {
  const plain = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address
  if (!isIPv6(plain)) return `address:${plain}`
  const [head = '', tail] = (plain.split('%')[0] ?? '').toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = [
    ...before,
    ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'),
    ...after,
  ]
  return `address:${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/* The last attempt in line for each subject. Only a politeness: several processes are held by the count alone. */
const lines = new Map<string, Promise<unknown>>()

async function oneAtATime<T>(subject: string, work: () => Promise<T>): Promise<T> {
  const turn = (lines.get(subject) ?? Promise.resolve()).then(work)
  const settled = turn.catch(() => {})
  lines.set(subject, settled)
  try {
    return await turn
  } finally {
    if (lines.get(subject) === settled) lines.delete(subject)
  }
}
