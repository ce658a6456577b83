import type { Caller, HeldRole } from '../../app/caller.ts'
import { createCommunity } from '../../app/community/create-community.ts'
import { createPlace } from '../../app/community/create-place.ts'
import { createUnit } from '../../app/community/create-unit.ts'
import type { Deps } from '../../app/deps.ts'
import { createMember } from '../../app/people/create-member.ts'
import { createRootAdministrator } from '../../app/people/create-root-administrator.ts'
import { createSquad } from '../../app/people/create-squad.ts'
import { prepareNewPassword } from '../../app/people/new-password.ts'
import { type PlannedPlace, planPlaces } from './estate.ts'
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
const PARENTS_FIRST = ['grid', 'estate', 'building', 'entrance', 'floor', 'spot'] as const
const COMMUNITY = { name: '长浜社区', code: 'changbang', town: '木渎镇', timeZone: TIME_ZONE } as const
const PATH = `/${COMMUNITY.code}/`

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

  /* Several turns of the database queued at once share a commit, and are taken in the order they were asked for. */
  async function enrol(by: Caller, planned: readonly PlannedMember[]): Promise<void> {
    const secrets = await Promise.all(planned.map(() => prepareNewPassword(deps.passwords, by, password)))
    const enrolled = members.size
    await Promise.all(
      planned.map(async ({ login, name, affiliation, roles, unit }, n) => {
        const phone = `1380000${1001 + enrolled + n}`
        const unitId = unit === undefined ? null : known(units, unit)
        const held = roles.map((role): HeldRole => ({ role, placeId: community.placeId, path: PATH }))
        const input = { communityId, login, name, phone, affiliation, unitId, roles: held }
        const secret = secrets[n] ?? { words: password, hash: null }
        const { view } = await db.transaction(async tx => {
          const made = await createMember(deps, tx, by, input, secret)
          // Everybody knows the demo's password, and may come back to it years later.
          await tx.people.updateMember(communityId, made.view.id, 1, { passwordUntil: null })
          return made
        })
        members.set(login, { ...signedIn(view.id, login, name, held), communityId, affiliation, unitId })
      }),
    )
  }

  async function lay(by: Caller, planned: readonly PlannedPlace[]): Promise<void> {
    await Promise.all(
      planned.map(async ({ key, parent, grid, ...place }) => {
        const parentId = parent === null ? null : known(places, parent)
        const gridId = grid === null ? null : known(places, grid)
        const input = { ...place, parentId, gridId }
        places.set(key, (await db.transaction(tx => createPlace(deps, tx, by, input))).view.id)
      }),
    )
  }

  await enrol(root, MEMBERS.slice(0, 1))
  const admin = known(members, MEMBERS[0]?.login ?? '')
  const planned = planPlaces()
  for (const kind of PARENTS_FIRST)
    await lay(
      admin,
      planned.filter(place => place.kind === kind),
    )
  for (const { kind, name, external } of UNITS)
    units.set(
      kind,
      (await db.transaction(tx => createUnit(deps, tx, admin, { kind, name, external }))).view.id,
    )
  await enrol(admin, MEMBERS.slice(1))
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
