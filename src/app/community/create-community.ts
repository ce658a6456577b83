import { isTimeZone } from '../../../machines/zone.ts'
import { type Caller, isRoot } from '../caller.ts'
import { claimId } from '../client-id.ts'
import type { Chance, Clock, Writer } from '../deps.ts'
import { AppError, invalidValue } from '../errors.ts'
import { DEFAULT_POLICY } from './community.ts'
import { type CommunityView, communityView } from './community-view.ts'
import { DEFAULT_TIME_ZONE, defaultCalendar } from './default-calendar.ts'
import { codeOf } from './place-code.ts'
import { defaultCategories } from './standards.ts'

export interface CommunityInput {
  readonly id?: string
  readonly name: string
  /** Unique over the installation; the first part of every place's path. */
  readonly code: string
  /** The street or town it belongs to (街道、镇). */
  readonly town?: string | null
  /** IANA name. (Default: the installation's) */
  readonly timeZone?: string
}

interface CreateCommunityDeps {
  readonly clock: Clock
  readonly chance: Chance
  /** Time zone of a community that names none. (Default: Asia/Shanghai) */
  readonly communityTimeZone?: string
}

/**
 * Creates a community with its root place, categories, working calendar and policy; only the root
 * administrator may. The same client id with the same content answers the existing community (`created`
 * false). The time zone is for good: days are counted by it.
 */
export async function createCommunity(
  { clock, chance, communityTimeZone = DEFAULT_TIME_ZONE }: CreateCommunityDeps,
  tx: Writer,
  caller: Caller,
  input: CommunityInput,
): Promise<{ created: boolean; view: CommunityView }> {
  const code = codeOf(input.code)
  const timeZone = input.timeZone ?? communityTimeZone
  if (!isTimeZone(timeZone)) throw invalidValue('/timeZone', 'not an IANA time zone such as Asia/Shanghai')
  const at = clock.now()
  const id = input.id ?? chance.id(at)
  if (input.id !== undefined) {
    const claim = await claimId(tx, { communityId: '', kind: 'community', id, content: input })
    const existing = await tx.setup.findCommunity(id)
    if (existing && claim === 'new') throw new AppError('request.id_conflict')
    if (existing && isRoot(caller)) return { created: false, view: communityView(existing) }
  }
  if (!isRoot(caller)) throw new AppError('request.role_forbidden')
  if (await tx.setup.findCommunityByCode(code)) throw new AppError('community.code_taken')

  const name = input.name.trim()
  const rootPlaceId = chance.id(at)
  const community = {
    id,
    name,
    code,
    town: input.town?.trim() ?? null,
    timeZone,
    rootPlaceId,
    policy: JSON.stringify(DEFAULT_POLICY),
    calendar: JSON.stringify(defaultCalendar(timeZone)),
    active: true,
    version: 1,
  }
  await tx.setup.insertCommunity(community)
  await tx.setup.insertPlace({
    communityId: id,
    id: rootPlaceId,
    parentId: null,
    kind: 'community',
    name,
    code,
    path: `/${code}/`,
    namePath: name,
    countedPlaces: JSON.stringify([rootPlaceId]),
    gridId: null,
    lat: null,
    lng: null,
    active: true,
    version: 1,
  })
  await tx.setup.insertCategories(defaultCategories(id))
  return { created: true, view: communityView(community) }
}
