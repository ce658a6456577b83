import type { DeliveryRow } from '../../../db/stores/deliveries.ts'
import type { PlaceRow } from '../../../db/stores/setup.ts'
import { communityOfRow } from '../community/community.ts'
import type { Reader } from '../deps.ts'

/** What a notice may say about its record, beside its own words. Moments are milliseconds since 1970. */
export interface RecordFacts {
  readonly timeZone: string
  /** Number of a finding, theme of a patrol; empty when there is none. */
  readonly number: string
  /** Names from the community down; without the household where readers outside the system may see it. */
  readonly place: string
  readonly category: { readonly zh: string; readonly en: string } | null
  readonly dueAt: number | null
  /** The same for programs: ids, enumerated values and moments, nothing about a person. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

/** Reads them for one delivery; a record that is gone leaves its id. */
export async function factsOf(
  read: Pick<Reader, 'findings' | 'patrols' | 'setup'>,
  { communityId, recordType, recordId }: Pick<DeliveryRow, 'communityId' | 'recordType' | 'recordId'>,
  readers: 'members' | 'outsiders',
): Promise<RecordFacts> {
  const row = await read.setup.findCommunity(communityId)
  const timeZone = row === null ? 'UTC' : communityOfRow(row).row.timeZone
  const ids = { communityId, recordType, recordId }
  const none = { timeZone, number: '', place: '', category: null, dueAt: null, data: ids }
  const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
  const placeOf = async (id: string | null): Promise<string> =>
    id === null ? '' : nameOf(read, await read.setup.findPlace(communityId, id), readers)

  if (recordType === 'finding') {
    const finding = await read.findings.find(communityId, recordId)
    if (!finding) return none
    const category = await read.setup.findCategory(communityId, finding.categoryCode)
    const { number, version, state, clock, categoryCode, severity, placeId, unitId, dueAt, closeDueAt } =
      finding
    return {
      timeZone,
      number,
      place: await placeOf(placeId),
      category: category && { zh: category.nameZh, en: category.nameEn },
      dueAt,
      data: {
        ...ids,
        number,
        version,
        state,
        clock,
        categoryCode,
        severity,
        placeId,
        unitId,
        dueAt: instant(dueAt),
        closeDueAt: instant(closeDueAt),
      },
    }
  }
  if (recordType === 'patrol') {
    const patrol = await read.patrols.find(communityId, recordId)
    if (!patrol) return none
    const { theme, version, state, placeId, squadId, windowEnd } = patrol
    return {
      timeZone,
      number: '',
      place: await placeOf(placeId),
      category: null,
      dueAt: windowEnd,
      data: { ...ids, theme, version, state, placeId, squadId, windowEnd: instant(windowEnd) },
    }
  }
  return none
}

/* Who lives where is nobody's business outside: a household is told as the place it lies in. */
async function nameOf(
  read: Pick<Reader, 'setup'>,
  place: PlaceRow | null,
  readers: 'members' | 'outsiders',
): Promise<string> {
  if (place?.kind !== 'household' || readers === 'members') return place?.namePath ?? ''
  const above = place.parentId === null ? null : await read.setup.findPlace(place.communityId, place.parentId)
  return above?.namePath ?? ''
}
