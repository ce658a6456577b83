import type { JournalRow } from '../../../db/stores/journal.ts'
import type { Caller } from '../caller.ts'
import type { Deps, Reader } from '../deps.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { openName } from '../people/member-name.ts'
import { findSeen } from './apply-finding-event.ts'
import { reporterFor } from './view-finding.ts'

/**
 * A finding's life, entry by entry, with the words where they have not been erased. The creator is withheld from
 * whoever may not know the reporter. Names are personal data: that they were read goes into the audit log.
 */
export async function readFindingHistory(
  { db, clock, seal }: Pick<Deps, 'db' | 'clock' | 'seal'>,
  caller: Caller,
  findingId: string,
) {
  const { row } = await findSeen(db.read, caller, findingId)
  const entries = await db.read.journal.ofRecord(row.communityId, row.id)
  const mayKnowReporter = reporterFor(caller, row) === row.reporterId
  const actorIds = [...new Set(entries.flatMap(e => e.actorId ?? []))].filter(
    id => mayKnowReporter || id !== row.reporterId,
  )
  const names = new Map(
    (await db.read.people.findMembers(row.communityId, actorIds)).map(m => [m.id, openName(seal, m)]),
  )
  const texts = await textsOf(db.read, row.communityId, row.id)
  const others = [...names.keys()].filter(id => id !== caller.memberId)
  if (others.length > 0)
    await db.transaction(
      tx =>
        recordAudit(tx, {
          communityId: row.communityId,
          at: clock.now(),
          actorId: caller.memberId,
          action: 'history.names_read',
          object: `finding:${row.id}`,
          details: { memberIds: others },
          requestId: caller.requestId,
        }),
      row.communityId,
    )
  return {
    items: entries.map(entry => ({
      seq: entry.seq,
      version: entry.version,
      at: new Date(entry.at).toISOString(),
      actor: actorOf(entry, names, mayKnowReporter || entry.actorId !== row.reporterId),
      event: entry.event,
      from: stateOf(entry.fromState),
      to: stateOf(entry.toState),
      payload: payloadOf(entry, texts.get(entry.version), mayKnowReporter ? null : row.reporterId),
      machineVersion: entry.machineVersion,
      hash: entry.hash,
      prevHash: entry.prevHash,
    })),
  }
}

function actorOf(entry: JournalRow, names: ReadonlyMap<string, string>, mayKnow: boolean) {
  if (entry.actorId === null)
    return { system: entry.event.startsWith('clock.') ? 'timer' : systemOf(entry), causedBy: entry.causedBy }
  if (!mayKnow) return { id: null, name: null, role: entry.actingRole }
  return { id: entry.actorId, name: names.get(entry.actorId) ?? null, role: entry.actingRole }
}

const systemOf = (entry: JournalRow): string =>
  (JSON.parse(entry.payload) as { actor: { system?: string } }).actor.system ?? 'rule'

function stateOf(stored: string | null): { state: string; clock: string } | null {
  if (stored === null) return null
  const [state = '', clock = ''] = stored.split(' ')
  return { state, clock }
}

/* The machine's event without what stands beside it already, and with the words back in place of their hashes. */
function payloadOf(entry: JournalRow, words: ReadonlyMap<string, string> | undefined, hidden: string | null) {
  const {
    type: _type,
    at: _at,
    actor: _actor,
    ...fields
  } = JSON.parse(entry.payload) as Record<string, unknown>
  if (hidden !== null && fields.verifierId === hidden) fields.verifierId = null
  for (const [field, text] of words ?? []) {
    const [outer = '', inner] = field.split('.')
    const at = fields[outer]
    if (inner === undefined) fields[outer] = text
    else if (at !== null && typeof at === 'object') fields[outer] = { ...at, [inner]: text }
  }
  return fields
}

async function textsOf(
  read: Reader,
  communityId: string,
  recordId: string,
): Promise<Map<number, Map<string, string>>> {
  const texts = new Map<number, Map<string, string>>()
  for (const { version, field, words } of await read.journal.textsOf(communityId, recordId)) {
    const fields = texts.get(version) ?? new Map<string, string>()
    texts.set(version, fields.set(field, words))
  }
  return texts
}
