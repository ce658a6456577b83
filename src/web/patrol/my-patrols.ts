import { bodyOf, type Patrol } from '../api/client.ts'
import type { useMember } from '../house.ts'
import { readKept } from '../keep/kept-read.ts'
import { newId } from '../keep/new-id.ts'
import { type Walk, walkOf } from './walk.ts'

type Parts = ReturnType<typeof useMember>

/** The latest patrols in scope, those this phone has not told about yet among them. */
export async function listWalks({ api, kept }: Parts): Promise<Walk[]> {
  const known = await readKept<Patrol>(kept, 'patrols', async () => {
    const page = await bodyOf(api.GET('/api/v1/patrols', { params: { query: { limit: 30 } } }))
    return page.items as unknown as Patrol[]
  }).catch(() => [])
  const entries = await kept.entries.toArray()
  const ids = new Set([
    ...entries.filter(({ kind, state }) => kind === 'patrol' && state !== 'sent').map(({ id }) => id),
    ...known.map(({ id }) => id),
  ])
  return [...ids].flatMap(id => {
    const record = known.find(each => each.id === id) ?? null
    return (
      walkOf(
        record,
        entries.filter(({ chain }) => chain === id),
      ) ?? []
    )
  })
}

/** One patrol, with or without a signal. */
export async function readWalk({ api, kept }: Parts, id: string): Promise<Walk> {
  const entries = await kept.entries.filter(({ chain }) => chain === id).toArray()
  const isNew = entries.some(({ kind, state }) => kind === 'patrol' && state !== 'sent')
  const ask = async (): Promise<Patrol[]> => [
    (await bodyOf(api.GET('/api/v1/patrols/{id}', { params: { path: { id } } }))) as unknown as Patrol,
  ]
  const [record = null] = isNew ? [] : await readKept(kept, `patrol:${id}`, ask)
  const walk = walkOf(record, entries)
  if (!walk) throw new Error(`patrol ${id} is not known here`)
  return walk
}

/** Opens and starts a patrol of one's own, now, with or without a signal; gives its id. */
export async function startWalk(
  { outbox, reference }: Parts,
  { theme, placeId }: { theme: string; placeId: string },
): Promise<string> {
  const id = newId()
  const chain = id
  await outbox.add({ id, chain, kind: 'patrol', path: '/patrols', body: { id, theme, placeId }, photos: [] })
  await tell(outbox, id, { type: 'start' })
  await reference.use('place', placeId)
  return id
}

/** Tells what happened on a patrol, with the phone's time: it may be sent much later. */
export async function tell(
  outbox: Parts['outbox'],
  patrolId: string,
  event: { readonly type: string; readonly [field: string]: unknown },
): Promise<void> {
  const timed = ['start', 'checkpoint', 'finish'].includes(event.type)
  await outbox.add({
    chain: patrolId,
    kind: 'patrol_event',
    path: `/patrols/${patrolId}/events`,
    body: timed ? { ...event, at: new Date().toISOString() } : event,
    photos: [],
  })
  await outbox.flush()
}
