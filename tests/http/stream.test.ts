import { describe, expect, it } from 'vitest'
import { buildServer } from '../../src/http/server.ts'
import { openSetting } from '../support/finding-setting.ts'
import { afterThis, openHouse } from '../support/house.ts'
import { tokenFor } from '../support/people.ts'

interface Heard {
  readonly event: string
  readonly id: number
  readonly data: { readonly recordId?: string; readonly event?: string; readonly version?: number }
}

async function open() {
  const deps = await openHouse()
  const setting = await openSetting(deps, 'full')
  const app = await buildServer(deps, { publicOrigin: null, logger: false })
  afterThis(async () => {
    await app.close()
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  /** Follows as a member; `next` gives one event after the other, `null` at the end. */
  const follow = async (who: keyof typeof setting.staff, headers: Record<string, string> = {}) => {
    const token = await tokenFor(deps, setting.community.id, setting.staff[who].memberId)
    const going = new AbortController()
    afterThis(async () => going.abort())
    const response = await fetch(`${address}/api/v1/stream`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
      signal: going.signal,
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const next = async (): Promise<Heard | null> => {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const block = text.slice(0, end)
          text = text.slice(end + 2)
          const field = (name: string): string | undefined =>
            new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
          const event = field('event')
          if (event) return { event, id: Number(field('id')), data: JSON.parse(field('data') ?? '{}') }
          continue
        }
        const piece = await reader?.read()
        if (!piece || piece.done) return null
        text += piece.value
      }
    }
    return { response, next, leave: () => going.abort() }
  }
  return { deps, app, ...setting, follow }
}

describe('GET /stream', () => {
  it('tells whoever sees a record of each of its steps, in order', async () => {
    const { community, staff, follow } = await open()
    const { response, next } = await follow('coordinator')
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(await next()).toMatchObject({ event: 'open' })
    const finding = await community.report(staff.patroller)
    await community.happen(staff.coordinator, finding, { type: 'register' })
    const heard = [await next(), await next()]
    expect(
      heard.map(each => [each?.event, each?.data.recordId, each?.data.event, each?.data.version]),
    ).toEqual([
      ['change', finding.id, 'report', 1],
      ['change', finding.id, 'register', 2],
    ])
    expect(heard[1]?.id).toBe((heard[0]?.id ?? 0) + 1)
    // Who did it is not told: the unit is not to learn who reported.
    expect(JSON.stringify(heard)).not.toContain(staff.patroller.memberId)
  })

  it('tells nobody of what they do not see', async () => {
    const { community, staff, follow } = await open()
    const { next } = await follow('resident')
    await next()
    await community.report(staff.patroller)
    const own = await community.report(staff.resident)
    expect((await next())?.data.recordId).toBe(own.id)
  })

  it('goes on behind the last step that was heard, and says so when too much was missed', async () => {
    const { deps, community, staff, follow } = await open()
    const first = await community.report(staff.patroller)
    const heard = (await deps.db.read.journal.ofRecord(community.id, first.id)).at(-1)?.seq
    const missed = await community.report(staff.patroller)
    const back = await follow('coordinator', { 'last-event-id': String(heard) })
    expect(await back.next()).toMatchObject({ event: 'open', id: heard })
    expect((await back.next())?.data).toMatchObject({ recordId: missed.id, event: 'report' })
    const strayed = await follow('coordinator', { 'last-event-id': '999999' })
    expect((await strayed.next())?.event).toBe('reset')
  })

  it('ends with the server, and does not hold it up', async () => {
    const { app, follow } = await open()
    const { next } = await follow('supervisor')
    expect((await next())?.event).toBe('open')
    await app.close()
    expect(await next()).toBeNull()
  })

  it('is refused to whoever is not signed in, and beyond eight at once', async () => {
    const { app, follow } = await open()
    expect((await app.inject('/api/v1/stream')).statusCode).toBe(401)
    const all = []
    for (let n = 0; n < 8; n += 1) all.push(await follow('coordinator'))
    expect((await follow('coordinator')).response.status).toBe(429)
    expect((await follow('supervisor')).response.status).toBe(200)
  })
})
