import { describe, expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { openTown } from '../support/site.ts'

const ABSENT = '0199aaaa-0000-7000-8000-000000000000'

async function openTownWithPeople() {
  const deps = await openHouse()
  const town = await openTown(deps)
  await town.add('admin', { roles: [{ role: 'admin' }] })
  const lead = await town.add('lead', { roles: [{ role: 'patroller' }] })
  const second = await town.add('second', { affiliation: 'police' })
  return { deps, town, lead, second, admin: await town.signIn('admin') }
}

describe('a squad', () => {
  it('is created by an administrator and seen by everybody of the community', async () => {
    const { town, admin, lead, second } = await openTownWithPeople()
    const body = { name: '红色先锋一队', leadId: lead, memberIds: [lead, second, lead] }
    const made = await town.call('POST', '/squads', { cookie: admin, body })
    expect([made.statusCode, made.headers.etag]).toEqual([201, '"1"'])
    const squad = {
      id: made.json().id,
      communityId: town.communityId,
      name: '红色先锋一队',
      leadId: lead,
      memberIds: [lead, second],
      active: true,
      version: 1,
    }
    expect(made.json()).toEqual(squad)
    const cookie = await town.signIn('second')
    expect((await town.call('GET', `/squads/${squad.id}`, { cookie })).json()).toEqual(squad)
    expect((await town.call('GET', '/squads', { cookie })).json()).toEqual({
      items: [squad],
      nextCursor: null,
    })
    const refused = await town.call('POST', '/squads', { cookie, body })
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'request.role_forbidden'])
  })

  it('has members of its own community who are still there', async () => {
    const { town, admin, lead, second } = await openTownWithPeople()
    await town.call('DELETE', `/members/${second}`, { cookie: admin })
    const bodies = [
      [{ name: '二队', leadId: ABSENT, memberIds: [lead] }, '/leadId'],
      [{ name: '二队', leadId: lead, memberIds: [lead, ABSENT] }, '/memberIds/1'],
      [{ name: '二队', leadId: lead, memberIds: [second] }, '/memberIds/0'],
    ] as const
    for (const [body, pointer] of bodies) {
      const answer = await town.call('POST', '/squads', { cookie: admin, body })
      expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([422, pointer])
    }
  })

  it('is changed on its newest version only, and taken out of use', async () => {
    const { town, admin, lead, second } = await openTownWithPeople()
    const body = { name: '一队', leadId: lead, memberIds: [lead] }
    const { id } = (await town.call('POST', '/squads', { cookie: admin, body })).json()
    const change = { leadId: second, expectedVersion: 1 }
    const changed = await town.call('PATCH', `/squads/${id}`, { cookie: admin, body: change })
    expect(changed.json()).toMatchObject({ leadId: second, memberIds: [lead], version: 2 })
    const stale = await town.call('PATCH', `/squads/${id}`, { cookie: admin, body: change })
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'squad.version_conflict'])
    expect(stale.json().current).toEqual(changed.json())
    expect((await town.call('DELETE', `/squads/${id}`, { cookie: admin })).statusCode).toBe(204)
    expect((await town.call('GET', `/squads/${id}`, { cookie: admin })).json().active).toBe(false)
    expect((await town.call('PATCH', `/squads/${ABSENT}`, { cookie: admin, body: {} })).json().code).toBe(
      'squad.not_found',
    )
  })

  it('is created once when a client sends its own id again', async () => {
    const { town, admin, lead } = await openTownWithPeople()
    const body = { id: '0199bbbb-0000-7000-8000-000000000001', name: '一队', leadId: lead, memberIds: [lead] }
    const answers = [
      await town.call('POST', '/squads', { cookie: admin, body }),
      await town.call('POST', '/squads', { cookie: admin, body }),
      await town.call('POST', '/squads', { cookie: admin, body: { ...body, name: '二队' } }),
    ]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 200, 409])
  })

  it('tells the audit log who may lead from now on', async () => {
    const { deps, town, admin, lead } = await openTownWithPeople()
    const body = { name: '一队', leadId: lead, memberIds: [] }
    const { id } = (await town.call('POST', '/squads', { cookie: admin, body })).json()
    const rows = await deps.db.read.journal.auditAfter(town.communityId, 0, 100)
    const entry = rows.at(-1)
    expect(entry).toMatchObject({ action: 'squad.created', object: `squad:${id}` })
    expect(JSON.parse(entry!.details)).toEqual({ leadId: lead, memberIds: [] })
  })
})
