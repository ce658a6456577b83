import type { DeliveryRow } from '../../../db/stores/deliveries.ts'
import type { SubscriptionRow } from '../../../db/stores/inbox.ts'
import type { OutboxRow } from '../../../db/stores/later.ts'
import type { WebhookRow } from '../../../db/stores/targets.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps, Reader, Writer } from '../deps.ts'
import { eventTypeOf, hears } from './event-types.ts'
import type { ChannelName } from './message.ts'
import { whenToTell } from './when-to-tell.ts'

/**
 * Turns an outbox row into deliveries, one a target, and marks it done, in one transaction: a mail for each member
 * who heard exactly this notice within the system and wants to hear it by mail, and one for each webhook that listens
 * to it. Gives the number of deliveries; null when the row was done already. Whoever comes second finds the mark, and a
 * target that has this notice already does not get it twice.
 */
export async function fanOutNotice(
  deps: FanningOut & Pick<Deps, 'db'>,
  communityId: string,
  id: string,
): Promise<number | null> {
  return deps.db.transaction(async tx => {
    const notice = await tx.later.findOutbox(communityId, id)
    if (!notice || (await tx.later.markDone(communityId, [id], deps.clock.now())) === 0) return null
    return await fanOut(deps, tx, notice, await targetsOf(deps, tx, communityId))
  }, communityId)
}

/** Outbox rows carried out in one transaction. */
export const FANNED_OUT_TOGETHER = 50

/**
 * The same for a row and those of its community that wait behind it, `FANNED_OUT_TOGETHER` in all, so that ten thousand
 * reminders of one moment do not take as many transactions. Where one of them fails, each is carried out alone, and what
 * was wrong is thrown when the others are done.
 */
export async function fanOutWaiting(
  deps: FanningOut & Pick<Deps, 'db'>,
  communityId: string,
  id: string,
): Promise<void> {
  const { read } = deps.db
  const woken = await read.later.findOutbox(communityId, id)
  if (!woken) return
  const listFrom = ({ later }: Reader) => later.waitingOutboxOf(communityId, FANNED_OUT_TOGETHER, woken)
  // Somebody who was woken for another row may have taken these along.
  const waiting = await listFrom(read)
  if (waiting.length === 0) return
  try {
    await deps.db.transaction(async tx => {
      const rows = await listFrom(tx)
      const ids = rows.map(row => row.id)
      await tx.later.markDone(communityId, ids, deps.clock.now())
      const targets = await targetsOf(deps, tx, communityId)
      for (const notice of rows) await fanOut(deps, tx, notice, targets)
    }, communityId)
  } catch {
    const failures: unknown[] = []
    for (const row of waiting) {
      try {
        await fanOutNotice(deps, communityId, row.id)
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
}

type FanningOut = Pick<Deps, 'clock' | 'chance' | 'outside'>

/** Who of a community hears anything outside. */
interface Targets {
  /** Whether anybody asked for mail at all. */
  readonly mail: boolean
  readonly webhooks: readonly WebhookRow[]
}

async function targetsOf({ outside }: FanningOut, tx: Writer, communityId: string): Promise<Targets> {
  return {
    mail: outside.mail && (await tx.targets.hasSubscription(communityId)),
    webhooks: await tx.targets.activeWebhooks(communityId),
  }
}

async function fanOut(
  { clock, chance }: FanningOut,
  tx: Writer,
  notice: OutboxRow,
  { mail, webhooks }: Targets,
): Promise<number> {
  if (!mail && webhooks.length === 0) return 0
  const { communityId } = notice
  const now = clock.now()
  const urgent = await isUrgent(tx, notice)
  let posted = 0
  const post = async (channel: ChannelName, targetId: string, nextAt: number): Promise<void> => {
    const row = deliveryOf(notice, {
      id: chance.id(now),
      channel,
      targetId,
      urgent,
      createdAt: now,
      nextAt,
    })
    if (await tx.deliveries.insert(row)) posted += 1
  }
  const told = mail ? await tx.inbox.membersToldOf(notice) : []
  for (const { memberId, active, subscription } of told)
    if (active && subscription && wants(subscription, notice, urgent)) {
      const { timeZone } = (await getCommunity(tx, communityId)).row
      await post('email', memberId, whenToTell(now, timeZone, subscription, urgent))
    }
  const type = eventTypeOf(notice)
  for (const { id: webhookId, format, events } of webhooks)
    if (hears(events === null ? null : (JSON.parse(events) as string[]), type))
      await post(format === 'wecom' ? 'wecom' : 'webhook', webhookId, now)
  return posted
}

/** A red card, and whatever is about the most serious kind of finding. */
async function isUrgent(tx: Pick<Writer, 'findings'>, notice: OutboxRow): Promise<boolean> {
  if (notice.rung === 'red') return true
  if (notice.recordType !== 'finding') return false
  return (await tx.findings.find(notice.communityId, notice.recordId))?.severity === 'S1'
}

function wants({ email, mail }: SubscriptionRow, { rung }: OutboxRow, urgent: boolean): boolean {
  if (email === null || mail === 'off') return false
  return mail === 'all' || urgent || (mail === 'reminders' && rung !== '')
}

/** A delivery that waits for its first attempt. */
export function deliveryOf(
  notice: Pick<
    OutboxRow,
    'communityId' | 'id' | 'topic' | 'rung' | 'level' | 'round' | 'recordType' | 'recordId'
  >,
  target: Pick<DeliveryRow, 'id' | 'targetId' | 'urgent' | 'createdAt' | 'nextAt'> & {
    readonly channel: ChannelName
  },
): DeliveryRow {
  const { communityId, id: noticeId, topic, rung, level, round, recordType, recordId } = notice
  return {
    communityId,
    noticeId,
    topic,
    rung,
    level,
    round,
    recordType,
    recordId,
    ...target,
    messageId: null,
    attempts: 0,
    state: 'waiting',
    fence: 0,
    leaseUntil: null,
    sentAt: null,
    lastError: null,
  }
}
