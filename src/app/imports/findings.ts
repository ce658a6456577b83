import { gather } from '../../../db/gathering.ts'
import { getCommunity } from '../community/community.ts'
import { FINDING_FIELDS } from './finding-fields.ts'
import type { ImportKind } from './import-list.ts'
import { type Ledger, readLedger } from './read-ledger.ts'
import { idOfImported, tellFinding } from './tell-finding.ts'
import { type ToldFinding, understandFinding } from './understand-finding.ts'

/** A ledger (台账) of findings. */
export const FINDINGS: ImportKind<Ledger, ToldFinding> = {
  name: 'findings',
  fields: FINDING_FIELDS,
  readAround: ({ db, clock }, communityId) => readLedger({ read: db.read, clock }, communityId),
  understand: understandFinding,
  keyOf: ({ key }) => key,
  areKnown: async ({ db }, { communityId }, items) => {
    const ids = items.map(({ key }) => idOfImported(communityId, key))
    const here = new Set((await db.read.findings.findMany(communityId, ids)).map(({ id }) => id))
    return ids.map(id => here.has(id))
  },
  write: async ({ chance }, turn, caller, ledger, items) => {
    const { tx, flush } = gather(turn)
    const community = await getCommunity(tx, ledger.communityId)
    for (const item of items) await tellFinding({ tx, chance, community }, caller, ledger, item)
    await flush()
  },
}
