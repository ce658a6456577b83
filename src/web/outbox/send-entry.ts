import { isProblem } from '../api/client.ts'
import { isPassing } from '../api/problem.ts'
import type { Entry, Kept, Refusal } from '../keep/kept.ts'

/** What became of an entry. `later` and `no signal` leave it waiting. */
export type Outcome =
  | { readonly kind: 'done'; readonly recordId?: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'later' | 'no signal' }

interface Sending {
  readonly kept: Kept
  readonly fetch: typeof fetch
  readonly language: () => string
}

/** Sends an entry: first the photos that are not there yet, each under its own key, then the entry under its own. */
export function createSender({ kept, fetch, language }: Sending) {
  const post = async (path: string, key: string, body: BodyInit, type?: string): Promise<Posted> => {
    try {
      const response = await fetch(`/api/v1${path}`, {
        method: 'POST',
        headers: {
          'idempotency-key': key,
          'accept-language': language(),
          // What was kept without signal is dated back from here, whatever this phone's clock shows.
          'x-sent-at': new Date().toISOString(),
          ...(type === undefined ? {} : { 'content-type': type }),
        },
        body,
      })
      return { response, answer: await response.json().catch(() => null) }
    } catch {
      return { response: null, answer: null }
    }
  }

  const upload = async (id: string): Promise<Outcome> => {
    const photo = await kept.photos.get(id)
    if (photo === undefined || photo.uploadedId !== undefined)
      return { kind: 'done', recordId: photo?.uploadedId }
    const form = new FormData()
    if (photo.source) form.append('source', photo.source)
    form.append('file', photo.blob, 'photo.jpg')
    const outcome = outcomeOf(await post('/photos', id, form))
    if (outcome.kind === 'done') await kept.photos.update(id, { uploadedId: outcome.recordId })
    return outcome
  }

  return async (entry: Entry): Promise<Outcome> => {
    const ids = new Map<string, string>()
    for (const { id } of entry.photos) {
      const outcome = await upload(id)
      if (outcome.kind !== 'done') return outcome
      if (outcome.recordId !== undefined) ids.set(id, outcome.recordId)
    }
    const body = withPhotos(entry, ids)
    return outcomeOf(await post(entry.path, entry.id, JSON.stringify(body), 'application/json'))
  }
}

interface Posted {
  readonly response: Response | null
  readonly answer: unknown
}

function outcomeOf({ response, answer }: Posted): Outcome {
  if (response === null) return { kind: 'no signal' }
  if (response.ok && answer !== null) return { kind: 'done', recordId: (answer as { id?: string }).id }
  // Signed out: the entry waits until its owner signs in again.
  if (response.status === 401 || !isProblem(answer)) return { kind: 'no signal' }
  if (isPassing(answer)) return { kind: 'later' }
  const details = (answer.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`)
  const { code, title, detail } = answer
  return { kind: 'refused', refusal: { code, title, detail: [detail, ...details].join(' ') } }
}

/** The body with the server's photo ids where they belong. */
function withPhotos(entry: Pick<Entry, 'body' | 'photos'>, ids: ReadonlyMap<string, string>): object {
  const body: Record<string, unknown> = structuredClone({ ...entry.body })
  for (const field of new Set(entry.photos.map(photo => photo.field))) {
    const found = entry.photos.filter(photo => photo.field === field).flatMap(({ id }) => ids.get(id) ?? [])
    const [outer = '', inner] = field.split('.')
    if (inner === undefined) body[outer] = found
    else body[outer] = { ...(body[outer] as object | undefined), [inner]: found }
  }
  return body
}
