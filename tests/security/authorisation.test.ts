import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { ROLES, type Role } from '../../machines/people.ts'
import { buildCommunity } from '../support/community.ts'
import { openHouse, type TestDeps } from '../support/house.ts'
import { createMember, type Person } from '../support/people.ts'
import { serve } from '../support/serve.ts'
import { type Asked, everyRequest, type Ids } from './matrix.ts'

/*
 * Who may reach what (bar 11): every route that the interface describes, with every variant of its body, asked by
 * somebody of each role at one building, and by nobody, about what is there, in the other building, in another
 * community, and nowhere. Ids stand in paths, in bodies and in lists. Whatever they answer, nothing of the others may be
 * seen in it or changed by it.
 */

const OTHER_COMMUNITY = '别处密语七七'
const OTHER_BUILDING = '邻楼密语八八'
const REACHES = ['other community', 'other building', 'nowhere', 'own'] as const
type Reach = (typeof REACHES)[number]

/** These would end what the matrix asks with, or wait for ever. */
const LEFT_OUT = new Set(['DELETE /api/v1/session', 'GET /api/v1/stream'])

interface Stage {
  readonly deps: TestDeps
  readonly app: Awaited<ReturnType<typeof serve>>
  readonly callers: ReadonlyMap<Role, Person>
  readonly ids: Readonly<Record<Reach, Ids>>
  readonly otherCommunityId: string
}

const NOWHERE = '00000000-0000-4000-8000-00000000dead'

async function openStage(): Promise<Stage> {
  const deps = await openHouse()
  const app = await serve(deps)
  const here = await buildCommunity(deps)
  const there = await buildCommunity(deps, 'light', 'bc')
  const ask = async (who: Person, path: string, body: object): Promise<string> => {
    const answer = await app.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: who.headers,
      payload: body,
    })
    if (answer.statusCode >= 300) throw new Error(`${path} ${answer.body}`)
    return answer.json<{ id: string }>().id
  }
  const plant = async (
    community: typeof here,
    place: { id: string; path: string },
    words: string,
  ): Promise<Ids> => {
    const unitId = community.units.property
    const everywhere = (role: Role) => ({ role, placeId: community.rootPlaceId })
    const admin = await createMember(deps, community.id, {
      name: words,
      affiliation: 'community',
      roles: [
        everywhere('admin'),
        everywhere('coordinator'),
        everywhere('supervisor'),
        everywhere('patroller'),
      ],
    })
    const member = await createMember(deps, community.id, {
      name: words,
      unitId,
      roles: [everywhere('resident')],
    })
    const caller = await community.member(words, ['patroller'])
    const finding = await community.report(caller, {
      placeId: place.id,
      description: words,
      photoIds: [await community.photo(caller)],
    })
    const photo = await community.photo(caller)
    const named = { name: words, placeId: place.id }
    const squad = await ask(admin, '/squads', { name: words, leadId: member.id, memberIds: [member.id] })
    const checkpoint = await ask(admin, '/checkpoints', named)
    const route = await ask(admin, '/routes', { ...named, stops: [{ checkpointId: checkpoint }] })
    const plan = await ask(admin, '/patrol-plans', {
      ...named,
      theme: 'corridor',
      squadId: squad,
      rule: 'FREQ=DAILY',
      startTimes: ['19:30'],
      window: 'PT1H',
    })
    const patrol = await ask(admin, '/patrols', { theme: 'corridor', placeId: place.id })
    return {
      community: community.id,
      place: place.id,
      unit: unitId,
      member: member.id,
      squad,
      finding: finding.id,
      patrol,
      photo,
      checkpoint,
      route,
      plan,
      feed: await ask(member, '/calendar-feeds', {}),
      token: NOWHERE,
      webhook: NOWHERE,
      delivery: NOWHERE,
      inbox: NOWHERE,
      recheck: NOWHERE,
    }
  }
  const ids = {
    'other community': await plant(there, there.places.floor, OTHER_COMMUNITY),
    'other building': await plant(here, here.places.otherBuilding, OTHER_BUILDING),
    own: await plant(here, here.places.floor, '本楼'),
    nowhere: new Proxy({} as Ids, { get: () => NOWHERE }),
  }
  const callers = new Map<Role, Person>()
  for (const role of ROLES)
    callers.set(
      role,
      await createMember(deps, here.id, {
        name: `本楼 ${role}`,
        affiliation: role === 'resident' ? 'resident' : 'other',
        unitId: role === 'handler' || role === 'unit_manager' ? here.units.property : null,
        roles: [{ role, placeId: here.places.building.id }],
      }),
    )
  return { deps, app, callers, ids, otherCommunityId: there.id }
}

/* Everything that is kept of another community, and the finding and the patrol of the other building. */
function kept({ deps, ids, otherCommunityId }: Stage): string {
  const db = new BetterSqlite3(join(deps.directory, 'xuncha.sqlite'), { readonly: true })
  const tables = db
    .prepare<[], { name: string }>("select name from sqlite_master where type = 'table'")
    .all()
    .map(({ name }) => name)
  const rows: unknown[] = []
  for (const table of tables) {
    const columns = db
      .prepare(`select * from "${table}" limit 0`)
      .columns()
      .map(({ name }) => name)
    if (columns.includes('community_id'))
      rows.push(table, db.prepare(`select * from "${table}" where community_id = ?`).all(otherCommunityId))
  }
  const { finding, patrol } = ids['other building']
  rows.push(db.prepare('select * from findings where id = ?').all(finding))
  rows.push(db.prepare('select * from patrols where id = ?').all(patrol))
  rows.push(db.prepare('select * from journal where record_id in (?, ?)').all(finding, patrol))
  rows.push(db.prepare('select * from communities where id = ?').all(otherCommunityId))
  db.close()
  return JSON.stringify(rows)
}

describe('every route, asked by everybody about everything', () => {
  let stage: Stage
  let asked = 0
  const answers = new Map<string, number>()
  const requests: readonly Asked[] = everyRequest().filter(
    ({ method, route }) => !LEFT_OUT.has(`${method} ${route}`),
  )

  const ask = async (who: Person | null, reach: Reach, request: Asked) => {
    const { path, body } = request.fill(stage.ids[reach])
    const answer = await stage.app.inject({
      method: request.method,
      url: path,
      headers: { ...(who ? who.headers : {}), 'x-request-id': `matrix-${asked}` },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    asked += 1
    answers.set(`${reach} ${answer.statusCode}`, (answers.get(`${reach} ${answer.statusCode}`) ?? 0) + 1)
    return answer
  }

  beforeEach(async () => {
    stage = await openStage()
  })

  it('shows and changes nothing beyond the caller’s reach', async () => {
    const before = kept(stage)
    const wrong: string[] = []
    for (const reach of REACHES)
      for (const [role, who] of [...stage.callers, [null, null] as const])
        for (const request of requests) {
          const { statusCode, body } = await ask(who, reach, request)
          const at = `${role ?? 'nobody'} ${request.method} ${request.route} (${reach}) → ${statusCode}`
          if (statusCode >= 500) wrong.push(`${at} failed`)
          if (body.includes(OTHER_COMMUNITY)) wrong.push(`${at} shows another community`)
          // Names of places, units, members, squads and routes are the whole community's; findings and walks are not.
          if (
            /findings|patrols\b|photos|history|inbox|batch|flags|rechecks/.test(request.route) &&
            body.includes(OTHER_BUILDING)
          )
            wrong.push(`${at} shows another building`)
          if (who === null && statusCode < 400 && !/health|machines|calendar|setup/.test(request.route))
            wrong.push(`${at} answers nobody`)
        }
    expect(wrong).toEqual([])
    expect(kept(stage) === before).toBe(true)
    expect(asked).toBeGreaterThanOrEqual(5_000)
    const well = [...answers].filter(([name]) => /^own 2/.test(name)).reduce((sum, [, n]) => sum + n, 0)
    // A matrix in which everything is refused would prove nothing.
    expect(well).toBeGreaterThan(200)
    process.stdout.write(
      `bar 11: ${asked} requests, ${requests.length} a caller and reach, ${well} of their own answered, 0 beyond their reach\n`,
    )
  })

  it('refuses whoever was let go of on the next request', async () => {
    const { deps, app, ids } = await openStage()
    const communityId = ids.own.community ?? ''
    const admin = await createMember(deps, communityId, {
      roles: [
        { role: 'admin', placeId: (await deps.db.read.setup.findCommunity(communityId))?.rootPlaceId ?? '' },
      ],
    })
    const leaving = await createMember(deps, communityId, { roles: [] })
    const look = () => app.inject({ url: '/api/v1/findings', headers: leaving.headers })
    expect((await look()).statusCode).toBe(200)
    const gone = await app.inject({
      method: 'DELETE',
      url: `/api/v1/members/${leaving.id}`,
      headers: { ...admin.headers, 'if-match': '"1"' },
    })
    expect(gone.statusCode).toBeLessThan(300)
    expect((await look()).statusCode).toBe(401)
  })
})
