import type { Notice } from '../../../machines/ladder.ts'
import type { Chance, Writer } from '../deps.ts'
import type { AboutRecord } from './about-record.ts'
import { findHearers } from './find-hearers.ts'

/**
 * Tells one notice of a record: an inbox item for each member who hears it and is not `deaf` to it, and one outbox row
 * for the outside. Told again with the same round and level it changes nothing in any inbox. Gives who heard it.
 */
export async function tellNotice(
  { tx, chance, at }: { readonly tx: Writer; readonly chance: Chance; readonly at: number },
  about: AboutRecord,
  notice: Notice,
  { round, level }: { readonly round: number; readonly level: number },
  deaf: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { communityId, recordType, recordId, version } = about
  const { topic, rung } = notice
  const told = { communityId, topic, rung, level, round, recordType, recordId }
  const hearers = [...(await findHearers(tx, about, notice, level))].filter(id => !deaf.has(id))
  const unread = { at, readAt: null, acknowledgedAt: null, acknowledgedBy: null }
  await tx.inbox.insert(...hearers.map(memberId => ({ ...told, ...unread, memberId, id: chance.id(at) })))
  await tx.later.post({ ...told, id: chance.id(at), version, createdAt: at, doneAt: null })
  return hearers
}
