import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Kept, openKept } from '../../src/web/keep/kept.ts'
import { newId } from '../../src/web/keep/new-id.ts'
import { createOutbox, type Outbox } from '../../src/web/outbox/outbox.ts'
import { createSender } from '../../src/web/outbox/send-entry.ts'

/*
 * A phone and a server. The server does a thing once for each key, as the real one does, and can be out of reach, lose
 * its answers on the way, or refuse.
 */

function createServer() {
  const done = new Map<string, { path: string; body: unknown }>()
  const trouble = { away: false, loseAnswers: false, refuse: (_path: string) => false, busy: 0 }
  const answer = (status: number, body: object): Response =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  const fetch = async (path: string, { headers, body }: RequestInit): Promise<Response> => {
    if (trouble.away) throw new TypeError('no network')
    const key = (headers as Record<string, string>)['idempotency-key'] ?? ''
    if (trouble.busy > 0) {
      trouble.busy -= 1
      return answer(503, { code: 'server.busy', status: 503, title: 'busy', detail: '' })
    }
    if (trouble.refuse(path))
      return answer(422, {
        code: 'finding.evidence_missing',
        status: 422,
        title: '缺少照片',
        detail: '请补拍',
      })
    if (!done.has(key)) done.set(key, { path, body: typeof body === 'string' ? JSON.parse(body) : 'a photo' })
    if (trouble.loseAnswers) throw new TypeError('the connection broke')
    return answer(201, { id: path.endsWith('/photos') ? `server-${key}` : key })
  }
  return { done, trouble, fetch: fetch as unknown as typeof globalThis.fetch }
}

let kept: Kept
let server: ReturnType<typeof createServer>
let outbox: Outbox

/** Opens the app anew over what lies on the phone, as after the tab was killed. */
function open(now: () => number = Date.now): void {
  const send = createSender({ kept, fetch: server.fetch, language: () => 'zh-CN' })
  outbox = createOutbox({ kept, send, alone: work => work(), now })
}

async function report(note = '纸箱'): Promise<string> {
  const photo = newId()
  await kept.photos.put({ id: photo, blob: new Blob(['jpeg']) })
  return outbox.add({
    kind: 'finding',
    path: '/findings',
    body: { categoryCode: '0101', description: note },
    photos: [{ field: 'photoIds', id: photo }],
  })
}

const stateOf = async (id: string) => (await kept.entries.get(id))?.state
const findings = () => [...server.done.values()].filter(({ path }) => path === '/api/v1/findings')

beforeEach(() => {
  kept = openKept(newId())
  server = createServer()
  open()
})
afterEach(() => kept.delete())

describe('the outbox', () => {
  it('sends a report with its photos, and forgets the photos only then', async () => {
    const id = await report()
    expect(await kept.photos.count()).toBe(1)
    await outbox.flush()
    expect(await stateOf(id)).toBe('sent')
    expect(findings()).toHaveLength(1)
    const { photoIds } = findings()[0]!.body as { photoIds: string[] }
    expect(photoIds[0]).toMatch(/^server-/)
    expect(await kept.photos.count()).toBe(0)
  })

  it('keeps everything while there is no signal, and sends it once the signal is back', async () => {
    server.trouble.away = true
    const ids = [await report('一'), await report('二')]
    await outbox.flush()
    expect(await Promise.all(ids.map(stateOf))).toEqual(['waiting', 'waiting'])
    server.trouble.away = false
    await outbox.flush()
    await outbox.flush()
    expect(await Promise.all(ids.map(stateOf))).toEqual(['sent', 'sent'])
    expect(findings().map(({ body }) => (body as { description: string }).description)).toEqual(['一', '二'])
  })

  it('sends in the order of reporting, on a phone whose clock stands still or is set back', async () => {
    const readings = [5_000, 5_000, 1_000]
    open(() => readings[0] as number)
    const notes = ['一', '二', '三', '四', '五', '六']
    for (const note of notes) {
      await report(note)
      if (readings.length > 1) readings.shift()
    }
    await outbox.flush()
    expect(findings().map(({ body }) => (body as { description: string }).description)).toEqual(notes)
    const listed = (await outbox.list()).map(({ body }) => body.description)
    expect(listed).toEqual(notes.toReversed())
  })

  it('makes nothing twice when the answer was lost on the way', async () => {
    const id = await report()
    server.trouble.loseAnswers = true
    await outbox.flush()
    await outbox.flush()
    expect(await stateOf(id)).toBe('waiting')
    server.trouble.loseAnswers = false
    await outbox.flush()
    expect(await stateOf(id)).toBe('sent')
    expect(server.done.size).toBe(2)
  })

  it('goes on after a killed tab where it was, under the same key', async () => {
    const id = await report()
    await kept.entries.update(id, { state: 'sending' })
    open()
    await outbox.flush()
    expect(await stateOf(id)).toBe('sent')
    expect([...server.done.keys()]).toContain(id)
  })

  it('shows why something was refused, keeps its photos, and lets the others pass', async () => {
    server.trouble.refuse = path => path.endsWith('/findings')
    const refused = await report()
    const comment = await outbox.add({
      kind: 'finding_event',
      path: '/findings/1/events',
      body: { type: 'comment', text: '好' },
      photos: [],
    })
    await outbox.flush()
    expect(await kept.entries.get(refused)).toMatchObject({
      state: 'refused',
      refusal: { title: '缺少照片' },
    })
    expect(await kept.photos.count()).toBe(1)
    expect(await stateOf(comment)).toBe('sent')
    server.trouble.refuse = () => false
    await outbox.retry(refused)
    await outbox.flush()
    expect(await stateOf(refused)).toBe('sent')
  })

  it('sends what belongs together in order: nothing of a patrol before the patrol itself', async () => {
    server.trouble.busy = 1
    const patrol = await outbox.add({ kind: 'patrol', path: '/patrols', body: {}, photos: [], chain: 'walk' })
    const start = await outbox.add({
      kind: 'patrol_event',
      path: `/patrols/${patrol}/events`,
      body: { type: 'start' },
      photos: [],
      chain: 'walk',
    })
    const other = await report()
    await outbox.flush()
    expect(await Promise.all([patrol, start, other].map(stateOf))).toEqual(['waiting', 'waiting', 'sent'])
    await outbox.flush()
    const paths = [...server.done.values()].map(({ path }) => path)
    expect(paths.slice(-2)).toEqual(['/api/v1/patrols', `/api/v1/patrols/${patrol}/events`])
  })

  it('throws an entry away together with its photos', async () => {
    const id = await report()
    await outbox.discard(id)
    expect([await kept.entries.count(), await kept.photos.count()]).toEqual([0, 0])
  })

  it('leaves nothing on the phone when its owner signs out', async () => {
    await report()
    kept.close()
    await kept.delete()
    expect(await Dexie.exists(kept.name)).toBe(false)
  })
})

describe('an id made on the phone', () => {
  it('is a UUIDv7 that sorts by time', () => {
    const early = newId(1_700_000_000_000)
    const late = newId(1_700_000_000_001)
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(early.slice(0, 13)).toBe('018bcfe5-6800')
    expect(early < late).toBe(true)
  })
})
