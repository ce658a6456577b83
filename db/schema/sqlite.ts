import { sqliteKit } from './kit.ts'
import { defineTables } from './tables.ts'

/** The tables on SQLite. Named exports, because the migration generator reads them from this page. */
export const {
  communities,
  categories,
  places,
  units,
  squads,
  members,
  memberRoles,
  credentials,
  signInFailures,
  findings,
  patrols,
  patrolMembers,
  journal,
  texts,
  chainHeads,
  auditLog,
  timers,
  outbox,
  rollups,
  idempotency,
  clientIds,
  photos,
  recordPhotos,
} = defineTables(sqliteKit)
