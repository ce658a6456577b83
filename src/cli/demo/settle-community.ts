import type { Caller, HeldRole } from '../../app/caller.ts'
import { createCommunity } from '../../app/create-community.ts'
import { createMember } from '../../app/create-member.ts'
import { createPlace } from '../../app/create-place.ts'
import { createRootAdministrator } from '../../app/create-root-administrator.ts'
import { createSquad } from '../../app/create-squad.ts'
import { createUnit } from '../../app/create-unit.ts'
import type { Deps } from '../../app/deps.ts'
import { prepareNewPassword } from '../../app/new-password.ts'
import { planPlaces } from './estate.ts'
import { MEMBERS, type PlannedMember, SQUADS, type SquadKey, UNITS } from './people.ts'
import { TIME_ZONE } from './the-year.ts'

/** The community as the stories meet it: everything under the name that the plan gave it. */
export interface Settled {
  readonly communityId: string
  /** By login. */
  member(login: string): Caller
  /** Id by key. */
  place(key: string): string
  /** Id by kind. */
  unit(kind: string): string
  squad(key: SquadKey): string
}

export const ROOT = { login: 'root', name: '系统管理员' } as const
const COMMUNITY = { name: '长浜社区', code: 'changbang', town: '木渎镇', timeZone: TIME_ZONE } as const

/** Sets the community up through the use cases: the root administrator founds it, its own administrator does the rest. */
export async function settleCommunity(deps: Deps, password: string): Promise<Settled> {
  const { db } = deps
  const root = await createRoot(deps, password)
  const { view: community } = await db.transaction(tx => createCommunity(deps, tx, root, COMMUNITY))
  const communityId = community.id
  const places = new Map<string, string>()
  const units = new Map<string, string>()
  const squads = new Map<string, string>()
  const members = new Map<string, Caller>()

  async function enrol(by: Caller, planned: PlannedMember): Promise<void> {
    const { login, name, affiliation, roles, unit } = planned
    const phone = `1380000${String(1001 + members.size)}`
    const unitId = unit === undefined ? null : known(units, unit)
    const input = {
      communityId,
      login,
      name,
      phone,
      affiliation,
      unitId,
      roles: roles.map(role => ({ role })),
    }
    const secret = await prepareNewPassword(deps.passwords, by, password)
    const { view } = await db.transaction(tx => createMember(deps, tx, by, input, secret))
    const held = roles.map(
      (role): HeldRole => ({ role, placeId: community.placeId, path: `/${COMMUNITY.code}/` }),
    )
    members.set(login, { ...signedIn(view.id, login, name, held), communityId, affiliation, unitId })
  }

  const [first, ...others] = MEMBERS
  if (!first) throw new Error('nobody lives here')
  await enrol(root, first)
  const admin = known(members, first.login)
  for (const { key, parent, kind, name, code, grid, lat, lng } of planPlaces()) {
    const position = lat === undefined ? {} : { lat, lng }
    const parentId = parent === null ? null : known(places, parent)
    const gridId = grid === null ? null : known(places, grid)
    const input = { parentId, kind, name, code, gridId, ...position }
    places.set(key, (await db.transaction(tx => createPlace(deps, tx, admin, input))).view.id)
  }
  for (const { kind, name, external } of UNITS)
    units.set(
      kind,
      (await db.transaction(tx => createUnit(deps, tx, admin, { kind, name, external }))).view.id,
    )
  for (const planned of others) await enrol(admin, planned)
  for (const { key, name, lead, members: logins } of SQUADS) {
    const idOf = (login: string): string => known(members, login).memberId
    const input = { name, leadId: idOf(lead), memberIds: logins.map(idOf) }
    squads.set(key, (await db.transaction(tx => createSquad(deps, tx, admin, input))).view.id)
  }
  return {
    communityId,
    member: login => known(members, login),
    place: key => known(places, key),
    unit: kind => known(units, kind),
    squad: key => known(squads, key),
  }
}

async function createRoot(deps: Deps, password: string): Promise<Caller> {
  const passwordHash = await deps.passwords.hash(password)
  const created = await deps.db.transaction(tx =>
    createRootAdministrator(deps, tx, { ...ROOT, passwordHash }),
  )
  if (!created) throw new Error('this database has members already')
  return signedIn(created.id, ROOT.login, ROOT.name, [{ role: 'admin', placeId: null, path: null }])
}

/* The stories act as somebody without going through the sign-in: this is what a session would stand for. */
function signedIn(memberId: string, login: string, name: string, roles: readonly HeldRole[]): Caller {
  return {
    memberId,
    communityId: null,
    name,
    login,
    affiliation: 'other',
    unitId: null,
    roles,
    credential: { hash: '', kind: 'session' },
    requestId: null,
  }
}

function known<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`the plan knows no ${key}`)
  return value
}
