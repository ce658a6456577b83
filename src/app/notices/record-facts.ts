import type { FindingRow } from '../../../db/stores/findings.ts'
import type { PatrolRow } from '../../../db/stores/patrols.ts'
import type { PlaceRow } from '../../../db/stores/setup.ts'
import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import { getCommunity } from '../community/community.ts'
import type { Reader } from '../deps.ts'

/** What a notice says of its record: nothing personal, and no words that somebody wrote. */
export interface RecordFacts {
  /** A finding's number; a patrol has none. */
  readonly number: string | null
  readonly name: { readonly zh: string; readonly en: string }
  /** Names of the place from the community down, for members. */
  readonly place: string
  /** The same for readers outside: who lives where is nobody's business there, so a household is left out. */
  readonly placeOutside: string
  /** Name of the responsible unit. */
  readonly unit: string | null
  readonly timeZone: string
  /** The record for programs: ids, enumerated values and moments. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

const THEMES: Readonly<Record<PatrolTheme, RecordFacts['name']>> = {
  corridor: { zh: '楼道巡查', en: 'corridor patrol' },
  ebike: { zh: '电动车巡查', en: 'e-bike patrol' },
  waste: { zh: '垃圾分类巡查', en: 'waste patrol' },
  general: { zh: '综合巡查', en: 'general patrol' },
}

interface RecordKey {
  readonly recordType: string
  readonly recordId: string
}

/**
 * The facts of some records of one community; a handful of statements however many there are. What is about no record
 * that exists, such as the message that tries a webhook out, has its community's name for a place and no more.
 */
export async function factsOfRecords(
  read: Pick<Reader, 'findings' | 'patrols' | 'setup'>,
  communityId: string,
  records: readonly RecordKey[],
): Promise<(record: RecordKey) => RecordFacts> {
  const idsOf = (type: string): string[] => [
    ...new Set(records.filter(r => r.recordType === type).map(r => r.recordId)),
  ]
  const { row: community } = await getCommunity(read, communityId)
  const findings = await read.findings.findMany(communityId, idsOf('finding'))
  const patrols = await read.patrols.findMany(communityId, idsOf('patrol'))
  const placeIds = [...findings, ...patrols].flatMap(({ placeId }) => placeId ?? [])
  const places = new Map((await read.setup.findPlaces(communityId, placeIds)).map(place => [place.id, place]))
  const units = new Map((await read.setup.unitsOf(communityId)).map(unit => [unit.id, unit.name]))
  const codes = findings.map(({ categoryCode }) => categoryCode)
  const categories = new Map(
    (await read.setup.findCategories(communityId, codes)).map(({ code, nameZh, nameEn }) => [
      code,
      { zh: nameZh, en: nameEn },
    ]),
  )
  const { name: everywhere, timeZone } = community
  const placed = (id: string | null) => namesOf(places.get(id ?? ''), everywhere)
  const facts = new Map<string, RecordFacts>([
    ...findings.map((finding): [string, RecordFacts] => {
      const { id, number, categoryCode: code, placeId, unitId } = finding
      const name = categories.get(code) ?? { zh: code, en: code }
      const unit = units.get(unitId ?? '') ?? null
      return [id, { number, name, ...placed(placeId), unit, timeZone, data: dataOfFinding(finding) }]
    }),
    ...patrols.map((patrol): [string, RecordFacts] => {
      const name = THEMES[patrol.theme as PatrolTheme]
      const data = dataOfPatrol(patrol)
      return [patrol.id, { number: null, name, ...placed(patrol.placeId), unit: null, timeZone, data }]
    }),
  ])
  return ({ recordType, recordId }) =>
    facts.get(recordId) ?? {
      number: null,
      name: { zh: '', en: '' },
      ...placed(null),
      unit: null,
      timeZone,
      data: { communityId, recordType, recordId },
    }
}

function namesOf(
  place: PlaceRow | undefined,
  everywhere: string,
): Pick<RecordFacts, 'place' | 'placeOutside'> {
  if (!place) return { place: everywhere, placeOutside: everywhere }
  const { kind, name, namePath } = place
  const above = namePath.slice(0, -(name.length + 1))
  return { place: namePath, placeOutside: kind === 'household' ? above : namePath }
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

function dataOfFinding(finding: FindingRow): RecordFacts['data'] {
  const { communityId, id, number, version, state, clock, categoryCode, severity, placeId, unitId } = finding
  const { dueAt, closeDueAt } = finding
  return {
    communityId,
    recordType: 'finding',
    recordId: id,
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
  }
}

function dataOfPatrol(patrol: PatrolRow): RecordFacts['data'] {
  const { communityId, id, theme, version, state, placeId, squadId, windowEnd } = patrol
  return {
    communityId,
    recordType: 'patrol',
    recordId: id,
    theme,
    version,
    state,
    placeId,
    squadId,
    windowEnd: instant(windowEnd),
  }
}
