import { describe, expect, it } from 'vitest'
import { openSetting } from '../support/finding-setting.ts'
import { openHouse } from '../support/house.ts'
import { createRoot, tokenFor } from '../support/people.ts'
import { openSite } from '../support/site.ts'

async function openCommunity() {
  const deps = await openHouse()
  const site = await openSite(deps)
  const { community, staff } = await openSetting(deps, 'light')
  const get = async (who: keyof typeof staff | 'nobody' | 'root', path: string) => {
    const token =
      who === 'nobody'
        ? undefined
        : who === 'root'
          ? (await createRoot(deps)).token
          : await tokenFor(deps, community.id, staff[who].memberId)
    return site.call('GET', path, { token })
  }
  return { deps, community, staff, get }
}

describe('GET /metrics/summary', () => {
  it('answers counts and rates of this year, by event unless asked otherwise', async () => {
    const { community, staff, get } = await openCommunity()
    await community.report(staff.patroller)
    const answer = await get('coordinator', '/metrics/summary')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      placeId: community.rootPlaceId,
      unitId: null,
      from: '2025-01-01',
      to: '2026-01-01',
      countBy: 'event',
      patrols: 0,
      found: 1,
      rectified: 0,
      dispatched: 1,
      rectificationRate: { numerator: 0, denominator: 1, value: 0 },
      closingRate: { numerator: 0, denominator: 0, value: null },
    })
    const { building } = community.places
    const asked = `/metrics/summary?placeId=${building.id}&from=2025-10-01&to=2025-11-01&countBy=cohort`
    expect((await get('resident', asked)).json()).toMatchObject({
      placeId: building.id,
      from: '2025-10-01',
      to: '2025-11-01',
      countBy: 'cohort',
      found: 1,
    })
  })

  it('refuses in the order of the contract', async () => {
    const { get } = await openCommunity()
    const problem = async (who: Parameters<typeof get>[0], query: string) => {
      const answer = await get(who, `/metrics/summary${query}`)
      return `${answer.statusCode} ${answer.json().code}`
    }
    const nowhere = '?placeId=0199aaaa-0000-7000-8000-000000000000'
    expect(await problem('nobody', nowhere)).toBe('401 request.unauthenticated')
    expect(await problem('resident', '?place=3')).toBe('400 request.invalid')
    expect(await problem('resident', '?countBy=day')).toBe('400 request.invalid')
    expect(await problem('resident', '?from=2025-02-30')).toBe('400 request.invalid')
    expect(await problem('resident', nowhere)).toBe('404 place.not_found')
    expect(await problem('root', '')).toBe('404 community.not_found')
  })
})

describe('GET /metrics/chronic-spots', () => {
  it('answers the spots of the caller’s scope, and looks at ninety days unless asked otherwise', async () => {
    const { get } = await openCommunity()
    const answer = await get('supervisor', '/metrics/chronic-spots')
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { from: '2025-07-16', days: 90, times: 2, items: [] },
    ])
    expect((await get('supervisor', '/metrics/chronic-spots?days=0')).statusCode).toBe(400)
    expect((await get('root', '/metrics/chronic-spots')).json().code).toBe('community.not_found')
  })
})

describe('GET /audit/integrity', () => {
  it('answers supervisors and auditors of the community, and nobody else', async () => {
    const { deps, community, staff, get } = await openCommunity()
    await community.report(staff.patroller)
    const auditor = await community.member('审计员', ['auditor'])
    const answer = await get('supervisor', '/audit/integrity')
    expect(answer.statusCode).toBe(200)
    const head = await deps.db.read.journal.head(community.id)
    expect(answer.json()).toMatchObject({
      ok: true,
      entries: 3,
      head: { seq: 3, hash: head?.hash },
      findings: { replayed: 1, differing: [] },
      patrols: { replayed: 0, differing: [] },
      audit: { ok: true },
    })
    expect(auditor.communityId).toBe(community.id)
    for (const who of ['coordinator', 'patroller', 'resident', 'manager', 'root'] as const) {
      const refused = await get(who, '/audit/integrity')
      expect([who, refused.statusCode, refused.json().code]).toEqual([who, 403, 'request.role_forbidden'])
    }
    expect((await get('nobody', '/audit/integrity')).statusCode).toBe(401)
  })
})

describe('GET /machines', () => {
  it('shows both machines to everybody, as JSON and as a diagram', async () => {
    const { get } = await openCommunity()
    const list = (await get('nobody', '/machines')).json()
    expect(list.items.map(({ name, version }: { name: string; version: number }) => [name, version])).toEqual(
      [
        ['finding', 3],
        ['patrol', 1],
      ],
    )
    const finding = (await get('nobody', '/machines/finding')).json()
    expect(finding).toEqual(list.items[0])
    expect(finding.mermaid).toMatch(/^stateDiagram-v2\n/)
    const unknown = await get('nobody', '/machines/meeting')
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'request.not_found'])
  })
})
