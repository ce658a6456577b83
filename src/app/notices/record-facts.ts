import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import { getCommunity } from '../community/community.ts'
import type { Reader } from '../deps.ts'

/** What a notice says of its record: nothing personal, and no words that somebody wrote. */
export interface RecordFacts {
  /** A finding's number; a patrol has none. */
  readonly number: string | null
  readonly name: { readonly zh: string; readonly en: string }
  /** Names of the place from the community down. */
  readonly place: string | null
  /** Name of the responsible unit. */
  readonly unit: string | null
  readonly severity: string | null
  readonly timeZone: string
}

const THEMES: Readonly<Record<PatrolTheme, RecordFacts['name']>> = {
  corridor: { zh: '楼道巡查', en: 'corridor patrol' },
  ebike: { zh: '电动车巡查', en: 'e-bike patrol' },
  waste: { zh: '垃圾分类巡查', en: 'waste patrol' },
  general: { zh: '综合巡查', en: 'general patrol' },
}

/** The facts of some records of one community, by record id; a handful of statements however many there are. */
export async function factsOfRecords(
  read: Pick<Reader, 'findings' | 'patrols' | 'setup'>,
  communityId: string,
  records: readonly { readonly recordType: string; readonly recordId: string }[],
): Promise<ReadonlyMap<string, RecordFacts>> {
  const idsOf = (type: string): string[] => [
    ...new Set(records.filter(r => r.recordType === type).map(r => r.recordId)),
  ]
  const { row } = await getCommunity(read, communityId)
  const findings = await read.findings.findMany(communityId, idsOf('finding'))
  const patrols = await read.patrols.findMany(communityId, idsOf('patrol'))
  const placeIds = [...findings, ...patrols].flatMap(({ placeId }) => placeId ?? [])
  const places = new Map(
    (await read.setup.findPlaces(communityId, [...new Set(placeIds)])).map(p => [p.id, p.namePath]),
  )
  const units = new Map((await read.setup.unitsOf(communityId)).map(u => [u.id, u.name]))
  const codes = findings.length > 0 ? await read.setup.listCategories(communityId) : []
  const categories = new Map(codes.map(c => [c.code, { zh: c.nameZh, en: c.nameEn }]))
  const { timeZone } = row
  return new Map<string, RecordFacts>([
    ...findings.map(
      ({ id, number, categoryCode, placeId, unitId, severity }) =>
        [
          id,
          {
            number,
            name: categories.get(categoryCode) ?? { zh: categoryCode, en: categoryCode },
            place: places.get(placeId ?? '') ?? row.name,
            unit: units.get(unitId ?? '') ?? null,
            severity,
            timeZone,
          },
        ] as const,
    ),
    ...patrols.map(
      ({ id, theme, placeId }) =>
        [
          id,
          {
            number: null,
            name: THEMES[theme as PatrolTheme],
            place: places.get(placeId) ?? row.name,
            unit: null,
            severity: null,
            timeZone,
          },
        ] as const,
    ),
  ])
}
