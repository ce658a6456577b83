import type { DeliveryRow } from '../../db/stores/deliveries.ts'
import type { SubscriptionRow } from '../../db/stores/inbox.ts'
import type { OutboxRow } from '../../db/stores/later.ts'
import type { WebhookRow } from '../../db/stores/targets.ts'
import type { Deps } from '../../src/app/deps.ts'
import { sealEmail } from '../../src/app/subscriptions/subscription-view.ts'
import type { TestDeps } from './house.ts'

type Rung = Partial<Pick<OutboxRow, 'topic' | 'rung' | 'level' | 'round'>>

/**
 * Tells members of a record what a step tells them: an inbox row each, and one row for the outside. A millisecond
 * passes, so that what is told first has the smaller id.
 */
export async function tell(
  { db, clock, chance }: TestDeps,
  record: { readonly communityId: string; readonly recordId: string },
  memberIds: readonly string[],
  { topic = 'handle', rung = 'overdue', level = 0, round = 1 }: Rung = {},
): Promise<{ communityId: string; id: string }> {
  clock.pass(1)
  const at = clock.now()
  const notice = { ...record, topic, rung, level, round, recordType: 'finding' }
  const id = chance.id(at)
  await db.transaction(async tx => {
    for (const memberId of memberIds)
      await tx.inbox.insert({
        ...notice,
        memberId,
        id: chance.id(at),
        at,
        readAt: null,
        acknowledgedAt: null,
        acknowledgedBy: null,
      })
    await tx.later.post({ ...notice, id, version: 1, createdAt: at, doneAt: null })
  })
  return { communityId: record.communityId, id }
}

/** A member who wants mail. */
export async function subscribe(
  { db, seal }: TestDeps,
  { communityId, memberId }: { readonly communityId: string | null; readonly memberId: string },
  wish: Partial<SubscriptionRow> = {},
): Promise<void> {
  await db.transaction(tx =>
    tx.targets.putSubscription({
      communityId: communityId ?? '',
      memberId,
      language: 'zh',
      email: sealEmail(seal, memberId, `${memberId}@example.org`),
      mail: 'all',
      quietFrom: null,
      quietTo: null,
      digestAt: null,
      version: 1,
      ...wish,
    }),
  )
}

/** A webhook that stands in the database, wherever it points to. */
export async function addWebhook(
  { db, clock, chance }: Pick<Deps, 'db' | 'clock' | 'chance'>,
  communityId: string,
  more: Partial<WebhookRow> = {},
): Promise<WebhookRow> {
  const at = clock.now()
  const row = {
    communityId,
    id: chance.id(at),
    format: 'standard',
    url: 'https://hooks.example/xuncha',
    secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    previousSecret: null,
    previousUntil: null,
    events: null,
    description: null,
    language: 'zh',
    active: true,
    createdAt: at,
    version: 1,
    ...more,
  }
  await db.transaction(tx => tx.targets.insertWebhook(row))
  return row
}

/** Everything that goes and went outside from a community, the earliest first. */
export async function deliveriesOf({ db }: TestDeps, communityId: string): Promise<DeliveryRow[]> {
  return (await db.read.deliveries.list({ communityId, before: '', limit: 20_000 })).reverse()
}
