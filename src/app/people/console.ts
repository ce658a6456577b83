import type { MemberRow } from '../../../db/stores/people.ts'
import type { Affiliation } from '../../../machines/people.ts'
import type { Caller } from '../caller.ts'
import type { Seal } from '../sealing/seal.ts'
import { openName } from './member-name.ts'

/** How the audit log knows what was done at the operator's console; no request has such an id. */
const AT_THE_CONSOLE = 'console'

/**
 * The operator at the console: whoever may read the database's file may do everything anyway, and is written down as
 * nobody else.
 */
export const CONSOLE: Caller = {
  memberId: 'console',
  communityId: null,
  name: '控制台',
  login: 'console',
  affiliation: 'other',
  unitId: null,
  roles: [{ role: 'admin', placeId: null, path: null }],
  credential: { hash: '', kind: 'token' },
  requestId: AT_THE_CONSOLE,
}

/** A member, for whom the operator does what only they themselves may do; the request id shows whose hand it was. */
export function onBehalfOf(seal: Seal, member: MemberRow): Caller {
  return {
    memberId: member.id,
    communityId: member.communityId === '' ? null : member.communityId,
    name: openName(seal, member),
    login: member.login,
    affiliation: member.affiliation as Affiliation,
    unitId: member.unitId,
    roles: [],
    credential: { hash: '', kind: 'token' },
    requestId: AT_THE_CONSOLE,
  }
}
