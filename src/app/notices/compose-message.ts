import type { DeliveryRow } from '../../../db/stores/deliveries.ts'
import type { Deps, Reader } from '../deps.ts'
import type { Seal } from '../sealing/seal.ts'
import { openEmail } from '../subscriptions/subscription-view.ts'
import { eventTypeOf } from './event-types.ts'
import type { Message, Outcome, ToldNotice } from './message.ts'
import { factsOfRecords } from './record-facts.ts'
import type { TakenMessage } from './take-up-deliveries.ts'
import { wordsOfNotice } from './words-of-notice.ts'

interface Address {
  readonly address: string
  readonly secrets: readonly string[]
  readonly language: 'zh' | 'en'
}

type NotSent = Extract<Outcome, { result: 'never' }>

/**
 * Puts a message together from what was taken up, with the address, the secret and the words of this moment. A member
 * who no longer wants mail and a webhook that is out of use get nothing: that is an end, not a failure to be tried again.
 */
export async function composeMessage(
  { db, clock, seal }: Pick<Deps, 'clock' | 'seal'> & { readonly db: { readonly read: Reader } },
  taken: TakenMessage,
  told: number,
): Promise<Message | NotSent> {
  const { read } = db
  const { rows, target } = taken
  const at = clock.now()
  const found = target.channel === 'email' ? await mailbox(read, seal, taken) : await webhook(read, taken, at)
  if ('result' in found) return found
  const readers = target.channel === 'email' ? 'members' : 'outsiders'
  const [first, ...others] = rows
  const rest = others.slice(0, told - 1)
  const factsOf = await factsOfRecords(read, target.communityId, [first, ...rest])
  const tell = (row: DeliveryRow): ToldNotice => {
    const record = factsOf(row)
    const { topic, rung, level, createdAt } = row
    return {
      type: eventTypeOf(row),
      at: createdAt,
      data: { ...record.data, topic, rung, level },
      ...wordsOfNotice(row, record, found.language, readers),
    }
  }
  return {
    ...found,
    id: taken.id,
    at,
    notices: [tell(first), ...rest.map(tell)],
    more: others.length - rest.length,
  }
}

async function mailbox(read: Reader, seal: Seal, { target }: TakenMessage): Promise<Address | NotSent> {
  const { communityId, targetId } = target
  const member = await read.people.findMember(communityId, targetId)
  const wish = member?.active ? await read.targets.findSubscription(communityId, targetId) : null
  const address = wish && wish.mail !== 'off' ? openEmail(seal, wish) : null
  if (!wish || address === null) return { result: 'never', why: 'not_wanted' }
  return { address, secrets: [], language: languageOf(wish.language) }
}

async function webhook(read: Reader, { target }: TakenMessage, at: number): Promise<Address | NotSent> {
  const row = await read.targets.findWebhook(target.communityId, target.targetId)
  if (!row?.active) return { result: 'never', why: 'not_in_use' }
  const { url, secret, previousSecret, previousUntil } = row
  const before =
    previousSecret !== null && previousUntil !== null && previousUntil > at ? [previousSecret] : []
  const secrets = target.channel === 'webhook' ? [secret, ...before] : []
  return { address: url, secrets, language: languageOf(row.language) }
}

const languageOf = (text: string): 'zh' | 'en' => (text === 'en' ? 'en' : 'zh')
