import { beforeEach, describe, expect, it } from 'vitest'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { createMember, type Person } from '../support/people.ts'
import { openScene, type Scene } from '../support/scene.ts'

/* What is closed may be looked at again by another squad. 09:00 of Monday 2025-10-13. */

type Recheck = { id: string; findingId: string; squadId: string; state: string; doneBy: string | null }

const DAY = 86_400_000
let scene: Scene
let walker: Person
let finders: string
let others: string

const share = (recheckShare: number) =>
  scene.call(scene.people.admin, 'PATCH', `/communities/${scene.community.id}/policy`, { recheckShare })
const squad = async (name: string, leadId: string): Promise<string> => {
  const body = { name, leadId, memberIds: [leadId] }
  return (await scene.call(scene.people.admin, 'POST', '/squads', body)).json<{ id: string }>().id
}
/* Found by one patroller, rectified by the property firm, checked by the coordinator, closed by the rule. */
const close = async (): Promise<string> => {
  const { patroller, manager, coordinator } = scene.people
  const { id } = await scene.report(patroller)
  await scene.happen(manager, id, { type: 'receive' })
  const photoIds = [await scene.upload(manager)]
  await scene.happen(manager, id, { type: 'rectify', photoIds, note: '已清走' })
  const checked = await scene.happen(coordinator, id, { type: 'check', result: 'pass' })
  expect(checked.json()).toMatchObject({ state: 'closed' })
  return id
}
const offered = async (who: Person, query = '') =>
  (await scene.call(who, 'GET', `/rechecks${query}`)).json<{ items: Recheck[] }>().items
const answer = (who: Person, id: string, body: object) =>
  scene.call(who, 'POST', `/rechecks/${id}/result`, body)

beforeEach(async () => {
  scene = await openScene()
  walker = await createMember(scene.deps, scene.community.id, {
    name: '刘大叔',
    roles: [{ role: 'patroller', placeId: scene.community.rootPlaceId }],
  })
  finders = await squad('一分队', scene.people.patroller.id)
  others = await squad('二分队', walker.id)
  await share(1)
})

describe('a cross re-check', () => {
  it('goes to a squad that had no part in it, which hears of it', async () => {
    const id = await close()
    expect(await offered(walker)).toMatchObject([
      { findingId: id, squadId: others, state: 'offered', dueAt: '2025-10-20T01:00:00.000Z' },
    ])
    expect(await offered(scene.people.patroller)).toEqual([])
    expect(await offered(scene.people.supervisor, `?squadId=${finders}`)).toEqual([])
    const inbox = (await scene.call(walker, 'GET', '/inbox')).json<{ items: object[] }>()
    expect(inbox.items).toMatchObject([{ kind: 'recheck_offered', recordId: id }])
  })

  it('falls on about as many as the community asks for, and on none where it asks for none', async () => {
    await share(0.3)
    for (let n = 0; n < 40; n += 1) await close()
    const drawn = (await offered(scene.people.supervisor, '?limit=200')).length
    expect(drawn).toBeGreaterThanOrEqual(5)
    expect(drawn).toBeLessThanOrEqual(20)
    await share(0)
    await close()
    expect(await offered(scene.people.supervisor, '?limit=200')).toHaveLength(drawn)
  })

  it('that finds it in order leaves it closed, and is written down', async () => {
    const id = await close()
    const [task] = await offered(walker)
    const done = await answer(walker, task?.id ?? '', { result: 'ok', note: '楼道畅通' })
    expect(done.json()).toMatchObject({ state: 'ok', doneBy: walker.id, note: '楼道畅通' })
    const finding = await scene.call(walker, 'GET', `/findings/${id}`)
    expect(finding.json()).toMatchObject({ state: 'closed', reopenCount: 0 })
    expect(await offered(walker, '?state=offered')).toEqual([])
    expect((await answer(walker, task?.id ?? '', { result: 'ok' })).json()).toMatchObject({
      code: 'recheck.over',
    })
    const log = await scene.deps.db.read.journal.auditAfter(scene.community.id, 0, 100)
    expect(log.filter(({ action }) => action.startsWith('recheck.'))).toMatchObject([
      { action: 'recheck.offered', object: `finding:${id}`, actorId: null },
      { action: 'recheck.answered', object: `finding:${id}`, actorId: walker.id },
    ])
  })

  it('that finds it undone needs a photo, reopens it, and is on the page of flags', async () => {
    const id = await close()
    const [task] = await offered(walker)
    const bare = await answer(walker, task?.id ?? '', { result: 'not_ok' })
    expect(bare.json()).toMatchObject({ code: 'recheck.evidence_missing' })
    const photoIds = [await scene.upload(walker)]
    const body = { result: 'not_ok', photoIds, note: '纸箱又回来了' }
    expect((await answer(walker, task?.id ?? '', body)).json()).toMatchObject({ state: 'not_ok', photoIds })
    const { supervisor } = scene.people
    const finding = await scene.call(supervisor, 'GET', `/findings/${id}`)
    expect(finding.json()).toMatchObject({ state: 'in_progress', reopenCount: 1 })
    const history = await scene.call(supervisor, 'GET', `/findings/${id}/history`)
    const last = history.json<{ items: { event: string; actor: object }[] }>().items.at(-1)
    expect(last).toMatchObject({ event: 'reopen', actor: { system: 'rule' } })
    const flags = (await scene.call(supervisor, 'GET', `/flags?recordId=${id}`)).json<{ items: object[] }>()
    expect(flags.items).toMatchObject([{ flag: 'recheck_failed', squadId: others }])
    const inbox = (await scene.call(supervisor, 'GET', '/inbox')).json<{ items: object[] }>()
    expect(inbox.items).toMatchObject([{ kind: 'recheck_failed', recordId: id }])
    expect((await checkIntegrity(scene.deps.db.read, scene.community.id)).ok).toBe(true)
  })

  it('leaves reopening to the desk where the community does so with failed checks', async () => {
    const path = `/communities/${scene.community.id}/policy`
    await scene.call(scene.people.admin, 'PATCH', path, { reworkOnFail: false })
    const id = await close()
    const [task] = await offered(walker)
    await answer(walker, task?.id ?? '', { result: 'not_ok', photoIds: [await scene.upload(walker)] })
    expect((await scene.call(walker, 'GET', `/findings/${id}`)).json()).toMatchObject({ state: 'closed' })
    const reopen = await scene.happen(scene.people.coordinator, id, { type: 'reopen', reason: '复核不通过' })
    expect(reopen.json()).toMatchObject({ state: 'in_progress' })
  })

  it('is answered by its own squad only, and by nobody who had a part', async () => {
    await close()
    const [task] = await offered(walker)
    const { supervisor, patroller, manager } = scene.people
    const ok = { result: 'ok' }
    expect((await answer(patroller, task?.id ?? '', ok)).json()).toMatchObject({ code: 'recheck.not_found' })
    expect((await answer(manager, task?.id ?? '', ok)).json()).toMatchObject({ code: 'recheck.not_found' })
    expect((await answer(supervisor, task?.id ?? '', ok)).json()).toMatchObject({
      code: 'recheck.other_squad',
    })
    const neighbour = { leadId: walker.id, memberIds: [patroller.id] }
    await scene.call(scene.people.admin, 'PATCH', `/squads/${others}`, neighbour)
    expect((await answer(patroller, task?.id ?? '', ok)).json()).toMatchObject({ code: 'recheck.own_work' })
  })

  it('is over after seven days, and when the finding is opened again before', async () => {
    const id = await close()
    await scene.happen(scene.people.supervisor, id, { type: 'reopen', reason: '居民反映未清' })
    expect(await offered(walker)).toMatchObject([{ findingId: id, state: 'withdrawn' }])
    await close()
    scene.deps.clock.pass(7 * DAY)
    const [task] = await offered(walker, '?state=expired')
    expect(task).toMatchObject({ state: 'expired' })
    expect((await answer(walker, task?.id ?? '', { result: 'ok' })).json()).toMatchObject({
      code: 'recheck.over',
    })
  })

  it('there is none where only one squad walks', async () => {
    await scene.call(scene.people.admin, 'DELETE', `/squads/${others}`)
    await close()
    expect(await offered(scene.people.supervisor)).toEqual([])
  })
})
