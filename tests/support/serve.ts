import type { InjectOptions } from 'fastify'
import { inject } from 'vitest'
import { listDueTimers } from '../../src/app/journal/fire-timer.ts'
import { buildServer, type Server } from '../../src/http/server.ts'
import { fireTimers } from '../../workers/fire-timers.ts'
import type { AskedRequest, GivenAnswer, Order } from './cluster/orders.ts'
import { afterThis, isAsItCame, type TestDeps } from './house.ts'
import { until } from './until.ts'

/**
 * Serves a house without a network: in this process, or, where a cluster is under test, by its two web processes in
 * turn, while its two worker processes work beside them. A house of which the test has replaced a part is always
 * served here. Gives what can be asked.
 */
export async function serve(
  deps: TestDeps,
  publicOrigin: string | null = null,
): Promise<Pick<Server, 'inject'>> {
  const cluster = inject('cluster')
  if (cluster && publicOrigin === null && isAsItCame(deps)) return await serveByCluster(deps, cluster)
  const app = await buildServer(deps, { publicOrigin, logger: false })
  afterThis(async () => {
    await app.close()
  })
  return app
}

/** Lets every timer ring whose moment has come: here, or by waiting for the workers of the cluster. */
export async function ringTimers(deps: TestDeps): Promise<void> {
  await tellingTheTime.get(deps)?.()
  if (tellingTheTime.has(deps)) await until(async () => (await listDueTimers(deps, 1)).length === 0)
  await fireTimers(deps, (_, error) => {
    throw error
  })
}

const tellingTheTime = new WeakMap<TestDeps, () => Promise<void>>()

async function serveByCluster(
  deps: TestDeps,
  { web, workers }: { readonly web: readonly string[]; readonly workers: readonly string[] },
): Promise<Pick<Server, 'inject'>> {
  const databaseUrl = deps.house.url ?? ''
  const house = databaseUrl
  const queueUrl = queueOf(databaseUrl)
  const all = [...web, ...workers]
  const entering = { databaseUrl, queueUrl, directory: deps.directory, now: deps.clock.now() }
  await Promise.all(all.map(address => say(address, { type: 'enter', house, ...entering })))
  afterThis(async () => {
    await Promise.all(all.map(address => say(address, { type: 'leave', house })))
  })
  let told = entering.now
  let turn = 0
  const tellTheTime = async (): Promise<void> => {
    const now = deps.clock.now()
    if (now === told) return
    told = now
    await Promise.all(all.map(address => say(address, { type: 'clock', house, now })))
  }
  tellingTheTime.set(deps, tellTheTime)
  const ask = async (options: InjectOptions | string): Promise<unknown> => {
    await tellTheTime()
    const now = deps.clock.now()
    turn += 1
    const request = portable(typeof options === 'string' ? { url: options } : options)
    const address = web[turn % web.length] ?? ''
    return received((await say(address, { type: 'ask', house, now, request })) as GivenAnswer)
  }
  return { inject: ask as Server['inject'] }
}

/* Each house has a database of its own in Redis, too; two rarely share one, and then only wake each other in vain. */
function queueOf(databaseUrl: string): string {
  return `${inject('redisUrl')}/${Number.parseInt(databaseUrl.slice(-4), 16) % 1_000}`
}

function portable({ payload, body, ...rest }: InjectOptions): AskedRequest {
  const sent = payload ?? body
  if (Buffer.isBuffer(sent)) return { ...rest, binary: sent.toString('base64') }
  return { ...rest, ...(sent === undefined ? {} : { payload: sent }) }
}

function received({ statusCode, headers, body }: GivenAnswer) {
  const rawPayload = Buffer.from(body, 'base64')
  const text = rawPayload.toString()
  return {
    statusCode,
    headers,
    rawPayload,
    payload: text,
    body: text,
    json: () => JSON.parse(text) as unknown,
  }
}

async function say(address: string, order: Order): Promise<unknown> {
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(order) })
  const answer = (await response.json()) as { message?: string }
  if (!response.ok) throw new Error(answer.message)
  return answer
}
