import { PassThrough, type Readable } from 'node:stream'
import type { Caller } from '../app/caller.ts'
import type { Deps } from '../app/deps.ts'
import { AppError } from '../app/errors.ts'
import { changesFor, lastStep, readStretch, type Stretch } from '../app/journal/follow-changes.ts'

export interface StreamsOptions {
  /** Pause between two looks at a community that somebody follows. (Default: 500) */
  readonly lookEveryMs?: number
  /** A sign of life, and a look at whether whoever follows still may. Proxies cut what is silent for long. (Default: 10 000) */
  readonly aliveEveryMs?: number
  readonly onFailure: (error: unknown) => void
}

/** Steps that somebody who comes back is told one by one; behind more of them it is cheaper to load anew. */
const MOST_MISSED = 1_000
const STRETCH = 200
const MOST_OF_MEMBER = 8
const MOST = 2_000
/** Bytes that wait for a follower who does not read before it is let go of. */
const MOST_WAITING = 262_144

interface Follower {
  readonly stream: PassThrough
  readonly communityId: string
  readonly memberId: string
  readonly callerNow: () => Promise<Caller | null>
  caller: Caller
  seq: number
}

/**
 * Server-sent events of what changes in each community. A community that somebody follows is looked at twice a second,
 * once for all who follow it: one statement while nothing happens, four where something did.
 */
export function createStreams(
  { db }: Pick<Deps, 'db'>,
  { lookEveryMs = 500, aliveEveryMs = 10_000, onFailure }: StreamsOptions,
) {
  const followers = new Set<Follower>()
  let looking = false
  let looks: NodeJS.Timeout | null = null
  let signs: NodeJS.Timeout | null = null

  const say = (follower: Follower, text: string): void => {
    follower.stream.write(text)
    if (follower.stream.writableLength > MOST_WAITING) follower.stream.destroy()
  }

  const tell = (follower: Follower, stretch: Stretch): void => {
    for (const { seq, at, ...change } of changesFor(follower.caller, stretch))
      if (seq > follower.seq)
        say(follower, eventOf('change', seq, { ...change, at: new Date(at).toISOString() }))
    follower.seq = Math.max(follower.seq, stretch.until)
  }

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      for (const [communityId, here] of byCommunity(followers)) await lookAt(communityId, here)
    } catch (error) {
      onFailure(error)
    } finally {
      looking = false
    }
  }

  async function lookAt(communityId: string, here: readonly Follower[]): Promise<void> {
    const head = await lastStep(db.read, communityId)
    for (let from = Math.min(...here.map(({ seq }) => seq)); from < head; ) {
      const stretch = await readStretch(db.read, communityId, from, STRETCH)
      for (const follower of here) if (follower.seq < stretch.until) tell(follower, stretch)
      if (stretch.until === from) return
      from = stretch.until
    }
  }

  async function giveSigns(): Promise<void> {
    for (const follower of followers) {
      const caller = await follower.callerNow().catch(() => follower.caller)
      if (caller === null) follower.stream.end()
      else {
        follower.caller = caller
        say(follower, ': alive\n\n')
      }
    }
  }

  const run = (): void => {
    looks ??= setInterval(() => void look(), lookEveryMs).unref()
    signs ??= setInterval(() => void giveSigns(), aliveEveryMs).unref()
  }
  const rest = (): void => {
    if (looks) clearInterval(looks)
    if (signs) clearInterval(signs)
    looks = null
    signs = null
  }

  return {
    /**
     * Follows a community from now on, or from behind the step that was heard of last. What was missed is told first,
     * or `reset` when that is too much or the step is none of this chain: then whoever follows loads anew.
     */
    async follow(
      caller: Caller,
      callerNow: () => Promise<Caller | null>,
      lastHeard: number | null,
    ): Promise<Readable> {
      const { communityId, memberId } = caller
      if (communityId === null) throw new AppError('community.not_found')
      const own = [...followers].filter(each => each.memberId === memberId)
      if (own.length >= MOST_OF_MEMBER || followers.size >= MOST)
        throw new AppError('request.limited', { values: { seconds: 60 }, retryAfterSeconds: 60 })
      const head = await lastStep(db.read, communityId)
      const missed = lastHeard === null ? 0 : head - lastHeard
      const anew = missed < 0 || missed > MOST_MISSED
      const stream = new PassThrough()
      const seq = lastHeard === null || anew ? head : lastHeard
      const follower: Follower = { stream, communityId, memberId, callerNow, caller, seq }
      stream.on('error', () => undefined)
      stream.once('close', () => {
        followers.delete(follower)
        if (followers.size === 0) rest()
      })
      followers.add(follower)
      run()
      say(follower, `retry: 3000\n\n${eventOf(anew ? 'reset' : 'open', seq, {})}`)
      if (seq < head) void look()
      return stream
    },
    /** Lets go of everybody. */
    close(): void {
      rest()
      for (const { stream } of followers) stream.end()
    },
  }
}

const eventOf = (name: string, seq: number, data: object): string =>
  `event: ${name}\nid: ${seq}\ndata: ${JSON.stringify(data)}\n\n`

function byCommunity(followers: Iterable<Follower>): Map<string, Follower[]> {
  const groups = new Map<string, Follower[]>()
  for (const follower of followers) {
    const { communityId } = follower
    groups.set(communityId, [...(groups.get(communityId) ?? []), follower])
  }
  return groups
}
