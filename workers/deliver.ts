import type { Deps } from '../src/app/deps.ts'
import { composeMessage } from '../src/app/notices/compose-message.ts'
import { CHANNELS, type ChannelName, type Outcome } from '../src/app/notices/message.ts'
import type { Paces } from '../src/app/notices/paces.ts'
import { type Settled, settleDelivery } from '../src/app/notices/settle-delivery.ts'
import {
  listDueTargets,
  type TakenMessage,
  type Target,
  takeUpMessage,
} from '../src/app/notices/take-up-deliveries.ts'
import { createLane, type Lane } from './lane.ts'
import type { Channels } from './notify/create-channels.ts'

export interface DelivererOptions {
  readonly channels: Channels
  readonly paces: Paces
  /** Told of whatever went wrong: a delivery that is dead, a fault of our own. */
  readonly onFailure: (what: string, error: unknown) => void
}

export interface Deliverer {
  /** Begins to send what is due and does not wait for the other sides. */
  sweep(): Promise<void>
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>
  /** Messages by channel and how their sending ended, since the start. */
  readonly tally: Readonly<Record<ChannelName, Readonly<Record<Settled, number>>>>
  /** Waits for what is being sent, then lets go of the channels. */
  stop(): Promise<void>
}

/** Targets looked at in one sweep; the longest waiting come first. */
const MOST_TARGETS = 500
/** Targets that are sent to at the same time. A mail server counts connections, so mail gets few. */
const AT_ONCE: Readonly<Record<ChannelName, number>> = { email: 4, webhook: 16, wecom: 4 }
/** A target that failed rests, so that the next of its messages does not run into the same wall at once. */
const REST_MS = 5_000

const keyOf = ({ communityId, targetId }: Target): string => `${communityId}.${targetId}`

/**
 * Sends what is due: takes it up, sends it outside any transaction, marks how it ended. Each channel has a lane of its
 * own and each target a place in it, so that a mail server or a webhook that hangs holds up nobody else. At least once:
 * ending between sending and marking, a process leaves the rows to be sent again, under the same id.
 */
export function createDeliverer(
  deps: Pick<Deps, 'db' | 'clock' | 'seal'>,
  { channels, paces, onFailure }: DelivererOptions,
): Deliverer {
  const tally = {
    email: { sent: 0, waiting: 0, dead: 0, stale: 0 },
    webhook: { sent: 0, waiting: 0, dead: 0, stale: 0 },
    wecom: { sent: 0, waiting: 0, dead: 0, stale: 0 },
  }
  const resting = new Map<string, number>()
  let stopped = false

  async function sendOne(channel: ChannelName, taken: TakenMessage): Promise<Outcome> {
    const message = await composeMessage(deps, taken, paces[channel].told)
    return 'result' in message ? message : channels[channel].send(message)
  }

  async function serve(channel: ChannelName, target: Target): Promise<void> {
    try {
      let taken = stopped ? null : await takeUpMessage(deps, target, paces[channel])
      while (taken) {
        const outcome = await sendOne(channel, taken)
        const goesOn = outcome.result !== 'later' && !stopped
        // Asked for in this order and at once: the two share a commit.
        const [settled, next] = await Promise.all([
          settleDelivery(deps, taken, outcome),
          goesOn ? takeUpMessage(deps, target, paces[channel]) : null,
        ])
        tally[channel][settled] += 1
        if (outcome.result !== 'sent' && settled === 'dead')
          onFailure(`delivery ${taken.id} by ${channel} is dead: ${outcome.why}`, new Error(outcome.why))
        if (outcome.result === 'later') resting.set(keyOf(target), deps.clock.now() + REST_MS)
        taken = next
      }
    } catch (error) {
      // The rows come again when their lease ends.
      onFailure(`delivering by ${channel}`, error)
    }
  }

  const lanes = Object.fromEntries(
    CHANNELS.map(channel => [
      channel,
      createLane<Target>({ atOnce: AT_ONCE[channel], keyOf, work: target => serve(channel, target) }),
    ]),
  ) as Record<ChannelName, Lane<Target>>

  return {
    tally,
    async sweep() {
      const now = deps.clock.now()
      for (const [key, until] of resting) if (until <= now || until > now + REST_MS) resting.delete(key)
      for (const channel of CHANNELS) {
        const targets = await listDueTargets(deps, channel, paces[channel], MOST_TARGETS)
        lanes[channel].offer(targets.filter(target => !resting.has(keyOf(target))))
      }
    },
    idle: async () => {
      for (const channel of CHANNELS) await lanes[channel].idle()
    },
    stop: async () => {
      stopped = true
      await Promise.all(CHANNELS.map(channel => lanes[channel].stop()))
      for (const channel of CHANNELS) channels[channel].close()
    },
  }
}
