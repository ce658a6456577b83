import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '../../src/app/caller.ts'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { forgetOld } from '../../src/app/retention/forget-old.ts'
import { reportRetention } from '../../src/app/retention/report-retention.ts'
import { buildCommunity, type SmallCommunity } from '../support/community.ts'
import { openHouse, type TestDeps } from '../support/house.ts'

/* What has served its time goes, and nothing else does; whoever asks before is told how much that will be. */

const DAY = 86_400_000

let deps: TestDeps
let community: SmallCommunity
let coordinator: Caller
beforeEach(async () => {
  deps = await openHouse()
  community = await buildCommunity(deps, 'full')
  coordinator = await community.member('陈社工', ['coordinator'])
})

/** Keeps a photo whose original says these words; gives its id and what its bytes hash to. */
async function keep(words: string): Promise<{ id: string; sha256: string }> {
  const original = Buffer.from(`原图 ${words}`)
  const sha256 = createHash('sha256').update(original).digest('hex')
  const [full, thumb] = [Buffer.from(`大图 ${words}`), Buffer.from(`小图 ${words}`)]
  await deps.photoFiles.put({ communityId: community.id, sha256, original, full, thumb })
  const id = await community.photo(coordinator)
  await deps.house.falsify('update photos set sha256 = ? where id = ?', sha256, id)
  return { id, sha256 }
}
const kept = async (sha256: string): Promise<boolean[]> =>
  Promise.all(
    (['original', 'full', 'thumb'] as const).map(
      async variant => (await deps.photoFiles.get(community.id, sha256, variant)) !== null,
    ),
  )
const due = async (kind: string): Promise<number | undefined> =>
  (await reportRetention(deps)).find(line => line.kind === kind)?.due
const reject = { type: 'reject', reason: 'not_exist' }

describe('the original of a photo', () => {
  it('goes half a year after the last step of its finding; what is served stays, and the audit log says so', async () => {
    const { id, sha256 } = await keep('楼道')
    const finding = await community.report(coordinator, { photoIds: [id] })
    deps.clock.pass(10 * DAY)
    await community.happen(coordinator, finding, reject)
    deps.clock.pass(180 * DAY - 1)
    expect(await due('originals')).toBe(0)
    await forgetOld(deps)
    expect(await kept(sha256)).toEqual([true, true, true])

    deps.clock.pass(1)
    expect(await due('originals')).toBe(1)
    expect(await kept(sha256)).toEqual([true, true, true])
    await forgetOld(deps)
    expect(await kept(sha256)).toEqual([false, true, true])
    expect(await due('originals')).toBe(0)
    await forgetOld(deps)
    const entries = await deps.db.read.journal.auditAfter(community.id, 0, 100)
    expect(entries.filter(({ action }) => action === 'photos.originals_forgotten')).toMatchObject([
      { actorId: null, details: JSON.stringify({ before: '2025-10-23T01:00:00.000Z', originals: 1 }) },
    ])
    expect((await checkIntegrity(deps.db.read, community.id)).audit.ok).toBe(true)
  })

  it('stays while another finding that shows the same bytes is open, or a later upload has them', async () => {
    const first = await keep('电动车')
    const second = await keep('电动车')
    const done = await community.report(coordinator, { photoIds: [first.id] })
    const open = await community.report(coordinator, { photoIds: [second.id] })
    await community.happen(coordinator, done, reject)
    deps.clock.pass(400 * DAY)
    expect(await due('originals')).toBe(0)
    await forgetOld(deps)
    expect(await kept(first.sha256)).toEqual([true, true, true])
    await community.happen(coordinator, open, reject)
    await keep('电动车')
    deps.clock.pass(179 * DAY)
    expect(await due('originals')).toBe(0)
    deps.clock.pass(2 * DAY)
    expect(await due('originals')).toBe(1)
  })

  it('of an upload that no record ever showed goes as well', async () => {
    const { sha256 } = await keep('没有上报')
    deps.clock.pass(180 * DAY)
    await forgetOld(deps)
    expect(await kept(sha256)).toEqual([false, true, true])
  })
})

describe('a report on retention', () => {
  it('says for each kind how much has ended and before when, and takes nothing away', async () => {
    const at = deps.clock.now()
    await deps.db.transaction(tx => tx.people.putFailures('陈社工', at, 3))
    deps.clock.pass(DAY)
    const report = await reportRetention(deps)
    expect(report.map(({ kind }) => kind)).toEqual([
      'tracks',
      'spots',
      'originals',
      'deliveries',
      'answers',
      'failures',
      'credentials',
    ])
    expect(report.find(({ kind }) => kind === 'failures')).toEqual({ kind: 'failures', before: at, due: 1 })
    expect(await due('failures')).toBe(1)
    await forgetOld(deps)
    expect(await due('failures')).toBe(0)
  })
})
