import { createHash } from 'node:crypto'
import type { FindingDeed, Report } from '../../../machines/finding/events.ts'
import type { Actor } from '../../../machines/people.ts'
import type { Caller } from '../caller.ts'
import { stageLimitsOf, standardOf } from '../community/standards.ts'
import type { FindingRecord } from '../findings/finding-record.ts'
import { routeOf } from '../findings/route-finding.ts'
import { type StepScope, startFinding, stepFinding } from '../findings/take-finding-step.ts'
import type { Words } from '../journal/conceal-words.ts'
import { hashWords } from '../secrets.ts'
import type { Ledger } from './read-ledger.ts'
import type { ToldFinding } from './understand-finding.ts'

const WAIVED = '台账导入,照片与核查以原台账为准 · imported from a ledger'

/**
 * The id of an imported finding: the same for the same key in the same community, and before the id of anything reported
 * here, which begins with the moment it was made.
 */
export function idOfImported(communityId: string, key: string): string {
  const hex = createHash('sha256').update(`finding ${communityId} ${key}`).digest('hex')
  return `00000000-0000-8${hex.slice(0, 3)}-a${hex.slice(3, 6)}-${hex.slice(6, 18)}`
}

/**
 * Takes the steps by which a finding came to where its ledger leaves it, each at its own moment: dispatched when it was
 * found, where a unit is known; handed in, checked and closed when it was put right. Nobody is told of them.
 */
export async function tellFinding(
  scope: Omit<StepScope, 'at'>,
  caller: Caller,
  ledger: Ledger,
  told: ToldFinding,
): Promise<FindingRecord> {
  const past = (at: number): StepScope => ({ ...scope, at, past: true })
  const { communityId, rootPlace, countedAtRoot } = ledger
  const place = told.place ?? rootPlace
  const desk: Actor = {
    id: caller.memberId,
    roles: ['coordinator', 'supervisor'],
    unitId: null,
    affiliation: null,
  }
  const route =
    told.unit === null
      ? routeOf(ledger.unitRows, ledger.pathsOfPlaces, place.path, told.category)
      : { unitId: told.unit.id, unitKind: told.unit.kind, external: told.unit.external }
  const salt = scope.chance.salt()
  const standard = standardOf(told.category)
  const report: Report = {
    type: 'report',
    id: idOfImported(communityId, told.key),
    communityId,
    timeZone: ledger.timeZone,
    ...standard,
    stageLimits: stageLimitsOf(standard.severity),
    policy: ledger.policy,
    source: 'import',
    patrolId: null,
    placeId: told.place?.id ?? null,
    countedPlaces: told.place ? (JSON.parse(told.place.countedPlaces) as string[]) : countedAtRoot,
    located: true,
    exactPlace: told.place !== null,
    categoryActive: true,
    onTheSpot: told.category.onTheSpot,
    observedAt: told.reportedAt,
    photoIds: [],
    fixed: null,
    route,
    texts: {
      description: hashWords(salt, 'description', told.description),
      ...(told.address === null ? {} : { address: hashWords(salt, 'address', told.address) }),
      ...(told.position === null
        ? {}
        : { position: hashWords(salt, 'position', `${told.position.lat} ${told.position.lng}`) }),
    },
    flags: [],
  }
  let record = await startFinding(past(told.reportedAt), report, desk, {
    placePath: place.path,
    description: told.description,
    address: told.address,
    lat: told.position?.lat ?? null,
    lng: told.position?.lng ?? null,
    datum: told.position === null ? null : 'wgs84',
    salt,
  })
  const go = async (at: number, deed: FindingDeed, actor: Actor, words: Words = {}): Promise<void> => {
    record = await stepFinding(past(at), record, deed, actor, words)
  }
  await go(told.reportedAt, { type: 'register' }, desk, { waive: WAIVED })
  if (route === null) return record
  const dispatch: FindingDeed = { type: 'dispatch', route, competent: true, active: true }
  await go(told.reportedAt, dispatch, desk)
  if (told.closedAt === null) return record
  // Whoever it was of the unit: the ledger does not say, so nobody of here is named.
  const unit: Actor = {
    id: null,
    roles: ['unit_manager', 'coordinator'],
    unitId: route.unitId,
    affiliation: null,
  }
  await go(told.reportedAt, { type: 'receive' }, unit)
  await go(told.closedAt, { type: 'rectify', photoIds: [], note: '' }, unit, {
    note: told.note || WAIVED,
    waive: WAIVED,
  })
  await go(told.closedAt, { type: 'check', result: 'pass' }, desk)
  if (record.value.work === 'rectified') await go(told.closedAt, { type: 'close' }, desk)
  return record
}
