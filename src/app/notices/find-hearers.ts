import type { Holder } from '../../../db/stores/people.ts'
import { aboveOf, type Hearer, hearersAt, heightOf, type Notice, topOf } from '../../../machines/ladder.ts'
import type { Writer } from '../deps.ts'
import type { AboutRecord } from './about-record.ts'

/** Root administrators stand outside every community. */
const NO_COMMUNITY = ''

/**
 * The members who hear a notice that has climbed `level` times. Where nobody holds the highest place that it names,
 * it goes to the next one up that somebody holds, at last to the root administrators: a reminder never falls silent.
 * What only a reporter hears stays silent when there is none.
 */
export async function findHearers(
  tx: Pick<Writer, 'people'>,
  about: AboutRecord,
  notice: Notice,
  level: number,
): Promise<ReadonlySet<string>> {
  const named = hearersAt(notice, level)
  const top = topOf({ hearers: named })
  const found = new Set<string>()
  let reached = false
  for (const hearer of named) {
    const members = await membersBehind(tx, about, hearer)
    for (const id of members) found.add(id)
    if (heightOf(hearer) === top && members.length > 0) reached = true
  }
  if (reached || named.every(hearer => hearer === 'reporter')) return found
  for (const hearer of aboveOf({ ...notice, hearers: named })) {
    const members = await membersBehind(tx, about, hearer)
    for (const id of members) found.add(id)
    if (members.length > 0) return found
  }
  for (const { memberId } of await tx.people.holdersOf(NO_COMMUNITY, 'admin')) found.add(memberId)
  return found
}

/* Of `/cb/e1/b3/` it is `/cb/`. */
const rootOf = (path: string): string => path.slice(0, path.indexOf('/', 1) + 1)

async function membersBehind(
  tx: Pick<Writer, 'people'>,
  about: AboutRecord,
  hearer: Hearer,
): Promise<readonly string[]> {
  const { communityId, placePath, unitId } = about
  const holding = async (role: string, fits: (holder: Holder) => boolean): Promise<string[]> =>
    (await tx.people.holdersOf(communityId, role)).filter(fits).map(({ memberId }) => memberId)
  const here = ({ path }: Holder): boolean => path !== null && placePath.startsWith(path)
  switch (hearer) {
    case 'unit': {
      if (unitId === null) return []
      const ofUnit = (holder: Holder): boolean => holder.unitId === unitId && here(holder)
      const managers = await holding('unit_manager', ofUnit)
      return managers.length > 0 ? managers : holding('handler', ofUnit)
    }
    case 'desk':
      return holding('coordinator', here)
    case 'supervision':
      return holding('supervisor', here)
    case 'community': {
      const root = rootOf(placePath)
      const everywhere = ({ path }: Holder): boolean => path === root
      return [...(await holding('supervisor', everywhere)), ...(await holding('admin', everywhere))]
    }
    default: {
      const id = about.parts[hearer]
      return id !== null && (await tx.people.isActive(communityId, id)) ? [id] : []
    }
  }
}
