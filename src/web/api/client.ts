import createClient from 'openapi-fetch'
import type { components, paths } from './contract.ts'
import { NoSignal, type Problem, Refused } from './problem.ts'

export type Finding = components['schemas']['Finding']
export type Patrol = components['schemas']['Patrol']
type Answer<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  responses: { 200: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never
export type Session = Answer<'/api/v1/session', 'get'>
export type Role = Session['roles'][number]['role']
export type Category = Answer<'/api/v1/communities/{id}/categories', 'get'>['items'][number]
export type Place = Answer<'/api/v1/places', 'get'>['items'][number]
export type Community = Answer<'/api/v1/communities/{id}', 'get'>
export type Unit = Answer<'/api/v1/units', 'get'>['items'][number]
export type Member = Answer<'/api/v1/members', 'get'>['items'][number]
export type Squad = Answer<'/api/v1/squads', 'get'>['items'][number]
export type Checkpoint = Answer<'/api/v1/checkpoints', 'get'>['items'][number]
export type PatrolRoute = Answer<'/api/v1/routes', 'get'>['items'][number]
export type PatrolPlan = Answer<'/api/v1/patrol-plans', 'get'>['items'][number]
export type Flag = Answer<'/api/v1/flags', 'get'>['items'][number]
export type Recheck = Answer<'/api/v1/rechecks', 'get'>['items'][number]
export type HistoryEntry = Answer<'/api/v1/findings/{id}/history', 'get'>['items'][number]
export type FindingQuery = NonNullable<paths['/api/v1/findings']['get']['parameters']['query']>

export type Api = ReturnType<typeof createApi>

/** The typed client. Every answer comes in the reader's language; `onSignedOut` hears of a session that has ended. */
export function createApi(options: {
  readonly language: () => string
  readonly onSignedOut: () => void
  /** (Default: the browser's own) */
  readonly fetch?: typeof fetch
}) {
  const client = createClient<paths>({ baseUrl: '/', ...(options.fetch ? { fetch: options.fetch } : {}) })
  client.use({
    onRequest({ request }) {
      request.headers.set('accept-language', options.language())
      return request
    },
    onResponse({ response, request }) {
      if (response.status === 401 && !request.url.endsWith('/session')) options.onSignedOut()
      return response
    },
  })
  return client
}

/** The body of an answer; throws `Refused` or `NoSignal`. */
export async function bodyOf<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<NonNullable<Data>> {
  let answer: Awaited<typeof call>
  try {
    answer = await call
  } catch (error) {
    throw new NoSignal('no answer', { cause: error })
  }
  const { data, error, response } = answer
  if (data !== undefined && data !== null) return data
  if (isProblem(error)) throw new Refused(error)
  if (response.ok) return {} as NonNullable<Data>
  // A proxy in between answers in its own words: the system itself was not reached.
  throw new NoSignal(`status ${response.status}`)
}

/** Whether a body is a problem of ours, and not the page of some proxy. */
export function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body
}
