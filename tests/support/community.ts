import type { Role } from '../../machines/people.ts'
import type { Caller } from '../../src/app/caller.ts'
import { createCommunity } from '../../src/app/community/create-community.ts'
import { createPlace } from '../../src/app/community/create-place.ts'
import { createUnit } from '../../src/app/community/create-unit.ts'
import { updatePolicy } from '../../src/app/community/update-policy.ts'
import type { Deps } from '../../src/app/deps.ts'
import { applyFindingEvent, type FindingEventInput } from '../../src/app/findings/apply-finding-event.ts'
import { type FindingInput, reportFinding } from '../../src/app/findings/report-finding.ts'
import type { FindingView } from '../../src/app/findings/view-finding.ts'
import { sealName } from '../../src/app/people/member-name.ts'

/* A small community to tell stories in: 长浜社区, its estate, two buildings, three units, somebody of every role. */

export const ROOT: Caller = {
  memberId: '00000000-0000-7000-8000-000000000001',
  communityId: null,
  name: '总管理员',
  login: 'root',
  affiliation: 'other',
  unitId: null,
  roles: [{ role: 'admin', placeId: null, path: null }],
  credential: { hash: '', kind: 'session' },
  requestId: null,
}

export interface SmallCommunity {
  readonly id: string
  readonly rootPlaceId: string
  readonly rootPath: string
  readonly places: Readonly<
    Record<'estate' | 'building' | 'entrance' | 'floor' | 'otherBuilding', { id: string; path: string }>
  >
  readonly units: Readonly<Record<'property' | 'cleaning' | 'police', string>>
  /** Somebody who holds a role; written to the members' table under the given name. */
  member(name: string, roles: readonly Role[], more?: Partial<Caller> & { at?: string }): Promise<Caller>
  report(caller: Caller, input?: Partial<FindingInput>): Promise<FindingView>
  happen(caller: Caller, finding: { id: string }, event: FindingEventInput): Promise<FindingView>
  photo(caller: Caller): Promise<string>
}

export async function buildCommunity(
  deps: Deps,
  profile: 'light' | 'full' = 'light',
  code = 'cb',
): Promise<SmallCommunity> {
  const { db, clock, chance } = deps
  const { view: community } = await db.transaction(tx =>
    createCommunity(deps, tx, ROOT, { name: '长浜社区', code }),
  )
  const id = community.id
  const place = async (
    name: string,
    kind: 'estate' | 'building' | 'entrance' | 'floor',
    parentId: string | null,
  ) =>
    (await db.transaction(tx => createPlace(deps, tx, ROOT, { communityId: id, parentId, kind, name }))).view
  const estate = await place('巨塔花园', 'estate', null)
  const building = await place('3幢', 'building', estate.id)
  const entrance = await place('2单元', 'entrance', building.id)
  const floor = await place('5层', 'floor', entrance.id)
  const otherBuilding = await place('4幢', 'building', estate.id)
  const unit = async (name: string, kind: string): Promise<string> =>
    (await db.transaction(tx => createUnit(deps, tx, ROOT, { communityId: id, name, kind }))).view.id
  const units = {
    property: await unit('巨塔物业', 'property'),
    cleaning: await unit('洁家保洁', 'cleaning'),
    police: await unit('长浜警务室', 'police'),
  }
  if (profile === 'full') await db.transaction(tx => updatePolicy(tx, ROOT, id, { profile: 'full' }, null))
  const root = await db.read.setup.findPlace(id, community.placeId)
  const rootPath = root?.path ?? ''

  const member: SmallCommunity['member'] = async (name, roles, { at = rootPath, ...more } = {}) => {
    const memberId = chance.id(clock.now())
    const unitId = more.unitId ?? null
    const affiliation = more.affiliation ?? 'resident'
    const placeId = (await db.read.setup.findPlaceByPath(id, at))?.id ?? community.placeId
    await db.transaction(async tx => {
      await tx.people.insertMember({
        communityId: id,
        id: memberId,
        login: memberId,
        name: sealName(deps.seal, memberId, name),
        phone: null,
        affiliation,
        unitId,
        passwordHash: '',
        passwordUntil: null,
        active: true,
        createdAt: clock.now(),
        version: 1,
      })
      await tx.people.replaceRoles(
        id,
        memberId,
        roles.map(role => ({ communityId: id, memberId, role, placeId })),
      )
    })
    return {
      memberId,
      communityId: id,
      name,
      login: memberId,
      affiliation,
      unitId,
      roles: roles.map(role => ({ role, placeId, path: at })),
      credential: { hash: '', kind: 'token' },
      requestId: null,
    }
  }

  const photo: SmallCommunity['photo'] = async caller => {
    const photoId = chance.id(clock.now())
    await db.transaction(tx =>
      tx.photos.insert(
        {
          communityId: id,
          id: photoId,
          sha256: photoId.replaceAll('-', '').padEnd(64, '0'),
          width: 4,
          height: 3,
          bytes: 100,
          takenAt: null,
          flags: '[]',
          outline: null,
          grain: null,
          uploaderId: caller.memberId,
          uploadedAt: clock.now(),
          originalGoneAt: null,
        },
        [],
      ),
    )
    return photoId
  }

  return {
    id,
    rootPlaceId: community.placeId,
    rootPath,
    places: { estate, building, entrance, floor, otherBuilding },
    units,
    member,
    photo,
    report: async (caller, input = {}) => {
      const photoIds = input.photoIds ?? [await photo(caller)]
      const given = {
        categoryCode: '0101',
        placeId: floor.id,
        description: '楼道堆放纸箱',
        ...input,
        photoIds,
      }
      return (await db.transaction(tx => reportFinding(deps, tx, caller, given, 'zh'))).view
    },
    happen: (caller, finding, event) =>
      db.transaction(tx =>
        applyFindingEvent(deps, tx, caller, {
          findingId: finding.id,
          event,
          expectedVersion: null,
          language: 'zh',
        }),
      ),
  }
}
