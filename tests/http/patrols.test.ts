import { beforeEach, describe, expect, it } from 'vitest'
import { PATROL_DRAFT } from '../../machines/patrol/context.ts'
import { patrolMachine } from '../../machines/patrol/machine.ts'
import type { Role } from '../../machines/people.ts'
import { step, type TimedEvent } from '../../machines/step.ts'
import type { Caller } from '../../src/app/caller.ts'
import { fireTimer } from '../../src/app/journal/fire-timer.ts'
import { hashWords } from '../../src/app/secrets.ts'
import type { Server } from '../../src/http/server.ts'
import { buildCommunity, type SmallCommunity } from '../support/community.ts'
import { openHouse, type TestDeps } from '../support/house.ts'
import { tokenFor } from '../support/people.ts'
import { serve } from '../support/serve.ts'

/* 09:00 of Monday 2025-10-13 in Shanghai, 长浜社区: the squad walks the stairwells of 巨塔花园. */

interface Person {
  readonly id: string
  readonly caller: Caller
  readonly headers: { readonly authorization: string }
}
type Json = Record<string, unknown>
interface Answer {
  readonly status: number
  readonly body: Json & {
    id: string
    state: string
    version: number
    errors?: { pointer: string; code: string }[]
    items: Json[]
  }
  readonly etag: unknown
  readonly replayed: unknown
}

let deps: TestDeps
let community: SmallCommunity
let app: Pick<Server, 'inject'>
let people: Record<'zhang' | 'li' | 'zhao' | 'wang' | 'sun', Person>
let squadId: string

async function person(name: string, roles: readonly Role[], more: Partial<Caller> & { at?: string } = {}) {
  const caller = await community.member(name, roles, more)
  const token = await tokenFor(deps, community.id, caller.memberId)
  return { id: caller.memberId, caller, headers: { authorization: `Bearer ${token}` } }
}

beforeEach(async () => {
  deps = await openHouse('2025-10-13T01:00:00.000Z')
  community = await buildCommunity(deps)
  app = await serve(deps)
  people = {
    zhang: await person('张三', ['patroller']),
    li: await person('李四', ['patroller'], { affiliation: 'police' }),
    zhao: await person('赵六', ['patroller'], { affiliation: 'grid' }),
    wang: await person('王五', ['coordinator'], { affiliation: 'community' }),
    sun: await person('孙八', ['supervisor'], { affiliation: 'community' }),
  }
  squadId = deps.chance.id(deps.clock.now())
  await deps.db.transaction(tx =>
    tx.setup.insertSquad({
      communityId: community.id,
      id: squadId,
      name: '居民自治巡查分队',
      leadId: people.zhao.id,
      memberIds: JSON.stringify([people.li.id]),
      active: true,
      version: 1,
    }),
  )
})

async function ask(method: 'GET' | 'POST', who: Person, path: string, body?: Json, headers: Json = {}) {
  const url = `/api/v1/patrols${path}`
  const payload = body ? { payload: body } : {}
  const answer = await app.inject({ method, url, headers: { ...who.headers, ...headers }, ...payload })
  return {
    status: answer.statusCode,
    body: answer.json(),
    etag: answer.headers.etag,
    replayed: answer.headers['idempotency-replayed'],
  } as Answer
}
const open = (who: Person, more: Json = {}, headers: Json = {}): Promise<Answer> =>
  ask('POST', who, '', { theme: 'corridor', placeId: community.places.building.id, ...more }, headers)
const happen = (who: Person, { body }: Answer, event: Json, headers: Json = {}): Promise<Answer> =>
  ask('POST', who, `/${body.id}/events`, event, headers)
const see = (who: Person, { body }: Answer): Promise<Answer> => ask('GET', who, `/${body.id}`)
const minutesPass = (count: number): void => deps.clock.pass(count * 60_000)
const refused = ({ status, body }: Answer): [number, unknown] => [status, body.code]
const pointers = ({ body }: Answer) => body.errors?.map(e => e.pointer)

const patrolsCounted = async (scopeId: string): Promise<number> => {
  const key = { communityId: community.id, scopeId, from: '2025-10-13', to: '2025-10-14' }
  return (await deps.db.read.rollups.sum(key, 'event')).patrols
}

describe('a walk', () => {
  it('goes from opening to confirmation, and counts once it is confirmed', async () => {
    const { zhang, li, zhao, wang } = people
    const { building, floor, otherBuilding, estate } = community.places
    const opened = await open(zhang)
    expect(opened).toMatchObject({
      status: 201,
      etag: '"1"',
      body: {
        version: 1,
        state: 'ready',
        stateName: '待出发',
        placePath: '长浜社区/巨塔花园/3幢',
        leadId: zhang.id,
        memberIds: [zhang.id],
        squadId: null,
        openedAt: '2025-10-13T01:00:00.000Z',
        findings: 0,
        nilReport: false,
      },
    })
    expect((await happen(li, opened, { type: 'join' })).body.memberIds).toEqual([zhang.id, li.id])
    minutesPass(5)
    const started = await happen(zhang, opened, { type: 'start', lat: 31.26, lng: 120.51 })
    expect(started.body).toMatchObject({ state: 'active', startedAt: '2025-10-13T01:05:00.000Z', flags: [] })
    minutesPass(10)
    const report = await community.report(zhang.caller, { patrolId: opened.body.id, placeId: floor.id })
    expect(report).toMatchObject({ source: 'patrol', patrolId: opened.body.id })
    const visited = await happen(li, opened, {
      type: 'checkpoint',
      placeId: floor.id,
      code: 'CB-3-2-5',
      result: 'finding',
      note: '五层堆放纸箱',
    })
    expect(visited.body).toMatchObject({
      findings: 1,
      checkpoints: [
        {
          placeId: floor.id,
          checkpointId: null,
          result: 'finding',
          at: '2025-10-13T01:15:00.000Z',
          by: li.id,
        },
      ],
    })
    const outside = { type: 'checkpoint', placeId: otherBuilding.id, result: 'ok' }
    expect(refused(await happen(li, opened, outside))).toEqual([422, 'patrol.place_outside'])
    expect((await happen(zhang, opened, { type: 'pause' })).body.state).toBe('paused')
    minutesPass(20)
    expect((await happen(zhang, opened, { type: 'resume' })).body.state).toBe('active')
    minutesPass(10)
    const finished = await happen(zhang, opened, { type: 'finish', note: '走完全部楼道' })
    expect(finished.body).toMatchObject({
      state: 'submitted',
      finishedBy: zhang.id,
      findings: 1,
      nilReport: false,
      durationMinutes: 20,
      endedAt: null,
    })
    expect(await patrolsCounted(community.rootPlaceId)).toBe(0)
    expect(refused(await happen(zhang, opened, { type: 'confirm' }))).toEqual([422, 'patrol.own_work'])
    expect(refused(await happen(zhao, opened, { type: 'confirm' }))).toEqual([403, 'patrol.role_forbidden'])
    const confirmed = await happen(wang, opened, { type: 'confirm' })
    expect(confirmed.body).toMatchObject({
      state: 'completed',
      version: 8,
      endedAt: '2025-10-13T01:45:00.000Z',
    })
    for (const scope of [community.rootPlaceId, estate.id, building.id])
      expect(await patrolsCounted(scope)).toBe(1)
    expect(await patrolsCounted(otherBuilding.id)).toBe(0)
    expect((await see(wang, opened)).body).toEqual(confirmed.body)
  })

  it('without a finding is an honest report, and counts as well', async () => {
    const { zhang, wang } = people
    const opened = await open(zhang)
    await happen(zhang, opened, { type: 'start' })
    const finished = await happen(zhang, opened, { type: 'finish' })
    expect(finished.body).toMatchObject({ findings: 0, nilReport: true })
    expect(finished.body.flags).toEqual(['presence_unproven', 'no_checkpoint'])
    expect((await happen(wang, opened, { type: 'confirm' })).status).toBe(200)
    expect(await patrolsCounted(community.rootPlaceId)).toBe(1)
  })

  it('that is sent back goes on, and counts its findings anew', async () => {
    const { zhang, wang } = people
    const opened = await open(zhang)
    await happen(zhang, opened, { type: 'start' })
    await happen(zhang, opened, { type: 'finish' })
    const back = await happen(wang, opened, { type: 'send_back', reason: '漏了四层' })
    expect(back.body).toMatchObject({ state: 'active', finishedAt: null, nilReport: false })
    await community.report(zhang.caller, { patrolId: opened.body.id })
    expect((await see(zhang, opened)).body.findings).toBe(1)
    expect((await happen(zhang, opened, { type: 'finish' })).body).toMatchObject({ findings: 1 })
    // What is named later belongs to the patrol, but was not on its report.
    await community.report(zhang.caller, { patrolId: opened.body.id })
    expect((await see(zhang, opened)).body.findings).toBe(1)
  })

  it('takes the phone’s time when it is near, and flags it when it is not', async () => {
    const { zhang } = people
    const near = await open(zhang)
    await happen(zhang, near, { type: 'start', code: '3幢', at: '2025-10-13T08:51:00+08:00' })
    expect((await see(zhang, near)).body).toMatchObject({ startedAt: '2025-10-13T00:51:00.000Z', flags: [] })
    const far = await open(zhang)
    await happen(zhang, far, { type: 'start', code: '3幢', at: '2025-10-13T00:49:00Z' })
    expect((await see(zhang, far)).body).toMatchObject({
      startedAt: '2025-10-13T01:00:00.000Z',
      flags: ['clock_skew'],
    })
  })

  it('can be replayed from its journal, which knows words and positions by their hashes only', async () => {
    const { zhang } = people
    const opened = await open(zhang, { windowEnd: '2025-10-13T03:00:00Z' })
    const start = { type: 'start', lat: 31.26123, lng: 120.51456, code: '暗号' }
    await happen(zhang, opened, start)
    const skipped = {
      type: 'checkpoint',
      placeId: community.places.floor.id,
      result: 'skipped',
      note: '门锁着',
    }
    await happen(zhang, opened, skipped)

    const entries = await deps.db.read.journal.ofRecord(community.id, opened.body.id)
    expect(entries.map(e => [e.recordType, e.event, e.fromState, e.toState, e.actingRole])).toEqual([
      ['patrol', 'open', null, 'ready', 'patroller'],
      ['patrol', 'start', 'ready', 'active', 'patroller'],
      ['patrol', 'checkpoint', 'active', 'active', 'patroller'],
    ])
    expect(JSON.stringify(entries)).not.toMatch(/31\.26|120\.51|暗号|门锁着/)
    const texts = await deps.db.read.journal.textsOf(community.id, opened.body.id)
    expect(texts.map(t => [t.version, t.field, t.words]).sort()).toEqual([
      [2, 'code', '暗号'],
      [3, 'note', '门锁着'],
    ])

    const [stood, ...others] = await deps.db.read.tracks.spotsOf(community.id, opened.body.id, zhang.id)
    expect(others).toEqual([])
    expect(JSON.parse(entries[1]?.payload ?? '')).toMatchObject({
      position: hashWords(stood?.salt ?? '', 'position', '31.26123 120.51456'),
    })

    const replayed = entries.reduce(
      (saved, entry) => {
        const answer = step(patrolMachine, saved, JSON.parse(entry.payload) as TimedEvent)
        if (answer.outcome === 'refused') throw new Error(`${entry.event} does not replay`)
        return { value: answer.after.value as string, context: answer.after.context }
      },
      { value: 'draft', context: PATROL_DRAFT },
    )
    const row = await deps.db.read.patrols.find(community.id, opened.body.id)
    expect([row?.state, row?.version]).toEqual([replayed.value, 3])
    expect(JSON.parse(row?.context ?? '')).toEqual(replayed.context)
  })
})

describe('opening', () => {
  it('for a squad from the desk is led by the squad’s lead, and the opener stays behind', async () => {
    const { zhang, li, zhao, wang } = people
    const { status, body } = await open(wang, { squadId, memberIds: [zhang.id] })
    expect(status).toBe(201)
    expect(body).toMatchObject({ squadId, leadId: zhao.id, memberIds: [zhao.id, li.id, zhang.id] })
    const named = await open(wang, { squadId, memberIds: [wang.id] })
    expect(named.body).toMatchObject({ leadId: zhao.id, memberIds: [zhao.id, li.id, wang.id] })
  })

  it('without a squad from the desk is led by the opener', async () => {
    const { sun } = people
    expect((await open(sun)).body).toMatchObject({ leadId: sun.id, memberIds: [sun.id] })
  })

  it('by a patroller for a squad is led by the patroller, and confirmed by the squad’s lead', async () => {
    const { zhang, li, zhao } = people
    const opened = await open(zhang, { squadId })
    expect(opened.body).toMatchObject({ leadId: zhang.id, memberIds: [zhang.id, zhao.id, li.id] })
    await happen(li, opened, { type: 'start' })
    await happen(li, opened, { type: 'finish' })
    expect(refused(await happen(zhang, opened, { type: 'confirm' }))).toEqual([403, 'patrol.role_forbidden'])
    expect((await happen(zhao, opened, { type: 'confirm' })).body.state).toBe('completed')
  })

  it('leaves out who has left since, but not who is named', async () => {
    const { zhang, li, zhao, wang } = people
    await deps.db.transaction(tx => tx.people.updateMember(community.id, zhao.id, 1, { active: false }))
    expect((await open(wang, { squadId })).body).toMatchObject({ leadId: li.id, memberIds: [li.id] })
    const named = await open(zhang, { memberIds: [li.id, zhao.id] })
    expect([...refused(named), pointers(named)]).toEqual([422, 'request.reference_unknown', ['/memberIds/1']])
  })

  it('is not for residents, units, administrators and auditors', async () => {
    for (const role of ['resident', 'handler', 'unit_manager', 'admin', 'auditor'] as const) {
      const who = await person('周九', [role], { unitId: community.units.property })
      expect(refused(await open(who)), role).toEqual([403, 'patrol.role_forbidden'])
    }
  })

  it('is for patrollers at their own places', async () => {
    const elsewhere = await person('周九', ['patroller'], { at: community.places.otherBuilding.path })
    expect(refused(await open(elsewhere))).toEqual([403, 'patrol.role_forbidden'])
    const there = await open(elsewhere, { placeId: community.places.otherBuilding.id })
    expect(there.status).toBe(201)
  })

  it('names an existing place and squad, and no plan as long as there are none', async () => {
    for (const name of ['placeId', 'squadId', 'planId']) {
      const answer = await open(people.zhang, { [name]: '0199aaaa-0000-7000-8000-000000000000' })
      expect(refused(answer), name).toEqual([422, 'request.reference_unknown'])
      expect(pointers(answer)).toEqual([`/${name}`])
    }
  })

  it('of the wrong shape is refused where it is wrong', async () => {
    const wrong: [Json, string][] = [
      [{ theme: 'noise' }, '/theme'],
      [{ placeId: undefined }, '/placeId'],
      [{ windowEnd: 'tomorrow' }, '/windowEnd'],
      [{ windowEnd: '2016-12-31T23:59:60Z' }, '/windowEnd'],
      [{ memberIds: ['张三'] }, '/memberIds/0'],
      [{ route: '一号线' }, '/route'],
    ]
    for (const [more, pointer] of wrong) {
      const answer = await open(people.zhang, more)
      expect([...refused(answer), pointers(answer)]).toEqual([400, 'request.invalid', [pointer]])
    }
  })

  it('with a window that ends before it starts is refused', async () => {
    const window = { windowStart: '2025-10-13T04:00:00Z', windowEnd: '2025-10-13T03:00:00Z' }
    expect(refused(await open(people.zhang, window))).toEqual([422, 'patrol.window_invalid'])
  })

  it('twice under one id is once', async () => {
    const { zhang } = people
    const id = '0199aaaa-0000-7000-8000-000000000001'
    const first = await open(zhang, { id })
    expect([first.status, first.body.id]).toEqual([201, id])
    await happen(zhang, first, { type: 'start' })
    const again = await open(zhang, { id })
    expect([again.status, again.body.state]).toEqual([200, 'active'])
    expect(refused(await open(zhang, { id, theme: 'waste' }))).toEqual([409, 'request.id_conflict'])
    const finding = await community.report(zhang.caller)
    expect(refused(await open(zhang, { id: finding.id }))).toEqual([409, 'request.id_conflict'])
  })

  it('twice under one idempotency key gives the first answer', async () => {
    const { zhang } = people
    const key = { 'idempotency-key': '"open-1"' }
    const first = await open(zhang, {}, key)
    const again = await open(zhang, {}, key)
    expect([again.status, again.replayed, again.body]).toEqual([201, 'true', first.body])
    expect((await ask('GET', zhang, '')).body.items).toHaveLength(1)
  })
})

describe('who sees a patrol', () => {
  it('those who hold a role below its place, and those who walk it; to everybody else it does not exist', async () => {
    const opened = await open(people.zhang)
    const auditor = await person('吴十', ['auditor'])
    for (const who of [people.li, people.wang, people.sun, auditor])
      expect((await see(who, opened)).status).toBe(200)
    expect((await see(auditor, opened)).body.allowed).toEqual([])

    const resident = await person('郑十一', ['resident'])
    const handler = await person('冯十二', ['handler', 'unit_manager'], { unitId: community.units.property })
    const elsewhere = await person('陈十三', ['patroller'], { at: community.places.otherBuilding.path })
    const admin = await person('褚十四', ['admin'])
    for (const who of [resident, handler, elsewhere, admin]) {
      expect(refused(await see(who, opened))).toEqual([404, 'patrol.not_found'])
      expect(refused(await happen(who, opened, { type: 'join' }))).toEqual([404, 'patrol.not_found'])
      expect((await ask('GET', who, '')).body.items).toEqual([])
    }

    const withElsewhere = await open(people.zhang, { memberIds: [elsewhere.id] })
    expect((await see(elsewhere, withElsewhere)).status).toBe(200)
    expect((await ask('GET', elsewhere, '')).body.items.map(i => i.id)).toEqual([withElsewhere.body.id])
  })

  it('whoever joined finds it in the list', async () => {
    const opened = await open(people.zhang)
    await happen(people.li, opened, { type: 'join' })
    const own = await deps.db.read.patrols.list({
      communityId: community.id,
      visible: { everything: false, memberId: people.li.id, paths: [] },
      filter: {},
      cursor: null,
      limit: 10,
    })
    expect(own.map(row => row.id)).toEqual([opened.body.id])
  })
})

describe('refusals come in the order of the contract', () => {
  it('version, state, role, condition, reference', async () => {
    const { zhang, li } = people
    const opened = await open(zhang)
    const stale = await happen(li, opened, { type: 'finish', expectedVersion: 7 })
    expect(refused(stale)).toEqual([409, 'patrol.version_conflict'])
    expect(stale.body.current).toMatchObject({ id: opened.body.id, version: 1, state: 'ready' })
    expect((await happen(li, opened, { type: 'join' }, { 'if-match': '"7"' })).status).toBe(409)

    const auditor = await person('吴十', ['auditor'])
    const early = await happen(auditor, opened, { type: 'confirm' })
    expect(refused(early)).toEqual([422, 'patrol.event_refused'])
    const offered = await happen(li, opened, { type: 'finish' })
    expect(offered.body.allowed).toEqual([{ type: 'join', requires: [] }])
    expect(offered.body.detail).toContain('待出发')

    expect(refused(await happen(auditor, opened, { type: 'start' }))).toEqual([403, 'patrol.role_forbidden'])
    expect(refused(await happen(li, opened, { type: 'start' }))).toEqual([422, 'patrol.not_joined'])
    await happen(zhang, opened, { type: 'start', expectedVersion: 1 }, { 'if-match': '"1"' })
    const unknown = '0199aaaa-0000-7000-8000-000000000000'
    const nowhere = await happen(zhang, opened, { type: 'checkpoint', placeId: unknown, result: 'ok' })
    expect([...refused(nowhere), pointers(nowhere)]).toEqual([422, 'request.reference_unknown', ['/placeId']])
    const planned = await happen(zhang, opened, { type: 'checkpoint', checkpointId: unknown, result: 'ok' })
    expect(pointers(planned)).toEqual(['/checkpointId'])
  })

  it('a skipped checkpoint needs its reason', async () => {
    const { zhang } = people
    const opened = await open(zhang)
    await happen(zhang, opened, { type: 'start' })
    const skipped = { type: 'checkpoint', placeId: community.places.floor.id, result: 'skipped' }
    expect(refused(await happen(zhang, opened, skipped))).toEqual([422, 'patrol.reason_missing'])
    expect((await happen(zhang, opened, { ...skipped, note: '门锁着' })).status).toBe(200)
  })

  it('an event of the wrong shape is refused where it is wrong', async () => {
    const unknown = '0199aaaa-0000-7000-8000-000000000000'
    const wrong: [Json, string[]][] = [
      [{ type: 'dance' }, ['/type']],
      [{ type: 'miss' }, ['/type']],
      [{ type: 'open' }, ['/type']],
      [{ type: 'xstate.stop' }, ['/type']],
      [{ type: 'cancel' }, ['/reason']],
      [{ type: 'cancel', reason: '  ' }, ['/reason']],
      [{ type: 'join', memberId: '张三' }, ['/memberId']],
      [{ type: 'start', lat: 31.2 }, ['/lng']],
      [{ type: 'start', lat: 91, lng: 0 }, ['/lat']],
      [{ type: 'start', at: '昨天' }, ['/at']],
      [{ type: 'checkpoint', result: 'ok' }, ['/placeId']],
      [{ type: 'checkpoint', placeId: '3幢', result: 'fine' }, ['/placeId', '/result']],
      [{ type: 'checkpoint', result: 'ok', placeId: unknown, checkpointId: unknown }, ['/checkpointId']],
      [{ type: 'finish', expectedVersion: '1' }, ['/expectedVersion']],
    ]
    const opened = await open(people.zhang)
    for (const [event, places] of wrong) {
      const answer = await happen(people.zhang, opened, event)
      expect([...refused(answer), pointers(answer)]).toEqual([400, 'request.invalid', places])
    }
    expect((await see(people.zhang, opened)).body.version).toBe(1)
  })
})

describe('the window', () => {
  const window = { windowStart: '2025-10-13T01:00:00Z', windowEnd: '2025-10-13T03:00:00Z' }

  it('that nobody started in is missed once, half an hour after its end', async () => {
    const opened = await open(people.zhang, window)
    const [timer] = await deps.db.read.later.timersOf(community.id, opened.body.id)
    expect(timer?.fireAt).toBe(Date.parse('2025-10-13T03:30:00.000Z'))
    deps.clock.set('2025-10-13T03:29:59.999Z')
    expect(await fireTimer(deps, timer!)).toBe('stale')
    deps.clock.set('2025-10-13T03:30:00.000Z')
    expect(await fireTimer(deps, timer!)).toBe('fired')
    expect(await fireTimer(deps, timer!)).toBe('stale')
    expect((await see(people.wang, opened)).body).toMatchObject({
      state: 'missed',
      version: 2,
      endedAt: '2025-10-13T03:30:00.000Z',
      allowed: [],
    })
    const told = await deps.db.read.inbox.ofRecord(community.id, opened.body.id)
    expect(told.map(({ topic, rung, level }) => [topic, rung, level])).toEqual(
      told.map(() => ['patrol', 'missed', 0]),
    )
    expect(told).not.toEqual([])
    const key = { communityId: community.id, from: '2025-10-13', to: '2025-10-14' }
    const totals = await deps.db.read.rollups.sum({ ...key, scopeId: community.rootPlaceId }, 'event')
    expect([totals.patrolsMissed, totals.patrols]).toEqual([1, 0])
    expect(refused(await happen(people.zhang, opened, { type: 'start' }))).toEqual([
      422,
      'patrol.event_refused',
    ])
  })

  it('is over once somebody has started', async () => {
    const opened = await open(people.zhang, window)
    const [timer] = await deps.db.read.later.timersOf(community.id, opened.body.id)
    await happen(people.zhang, opened, { type: 'start' })
    expect(await deps.db.read.later.timersOf(community.id, opened.body.id)).toEqual([])
    deps.clock.set('2025-10-13T03:30:00.000Z')
    expect(await fireTimer(deps, timer!)).toBe('stale')
    expect((await see(people.zhang, opened)).body.state).toBe('active')
  })

  it('leaves a cancelled patrol alone', async () => {
    const opened = await open(people.zhang, window)
    const cancelled = await happen(people.zhang, opened, { type: 'cancel', reason: '下大雨' })
    expect(cancelled.body).toMatchObject({ state: 'cancelled', allowed: [] })
    expect(await deps.db.read.later.timersOf(community.id, opened.body.id)).toEqual([])
  })
})

describe('the list', () => {
  it('shows the latest first, page by page, and filters', async () => {
    const { zhang, wang } = people
    const { estate, otherBuilding } = community.places
    const ids: string[] = []
    for (const more of [{}, { theme: 'waste' }, { placeId: otherBuilding.id }, { placeId: estate.id }]) {
      ids.push((await open(zhang, more)).body.id)
      minutesPass(60)
    }
    ids.push((await open(wang, { squadId })).body.id)
    const list = async (query: string): Promise<unknown[]> =>
      (await ask('GET', zhang, `?${query}`)).body.items.map(item => item.id)
    const [a, b, c, d, e] = ids
    expect(await list('')).toEqual([e, d, c, b, a])
    expect(await list('theme=waste')).toEqual([b])
    expect(await list(`placeId=${otherBuilding.id}`)).toEqual([c])
    expect(await list(`placeId=${estate.id}`)).toEqual([e, d, c, b, a])
    expect(await list(`squadId=${squadId}`)).toEqual([e])
    expect(await list('from=2025-10-13T02:00:00Z&to=2025-10-13T04:00:00Z')).toEqual([c, b])
    await happen(zhang, { body: { id: a } } as Answer, { type: 'start' })
    expect(await list('state=active')).toEqual([a])
    expect(await list('state=active,ready&theme=corridor')).toEqual([e, d, c, a])

    const seen: unknown[] = []
    let cursor = ''
    for (let pages = 0; pages < 3; pages += 1) {
      const { body } = await ask('GET', zhang, `?limit=2${cursor}`)
      seen.push(...body.items.map(item => item.id))
      cursor = `&cursor=${String(body.nextCursor)}`
      expect(body.nextCursor === null).toBe(pages === 2)
    }
    expect(seen).toEqual([e, d, c, b, a])
  })

  it('refuses what it does not understand', async () => {
    for (const [query, pointer] of [
      ['limit=0', '/limit'],
      ['cursor=abc', '/cursor'],
      ['colour=red', '/colour'],
      ['from=2025', '/from'],
      ['state=ready,done', '/state'],
    ] as const) {
      const answer = await ask('GET', people.zhang, `?${query}`)
      expect([answer.status, pointers(answer)]).toEqual([400, [pointer]])
    }
  })

  it('names an existing place', async () => {
    const answer = await ask('GET', people.zhang, '?placeId=0199aaaa-0000-7000-8000-000000000000')
    expect(refused(answer)).toEqual([422, 'request.reference_unknown'])
  })
})
