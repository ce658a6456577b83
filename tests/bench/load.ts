import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import autocannon from 'autocannon'
import type { Prepared } from './contenders.ts'

export const CONNECTIONS = 64

// No key is used twice, or the answer would be a kept one.
let key = 0

/** What one load came to: answers a second, milliseconds, answers that were no 2xx. */
export interface Measured {
  readonly rate: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

/** Loads a server as it is told to. Timed here, up to the last answer: the tool itself counts in whole seconds. */
export async function run(options: autocannon.Options): Promise<Measured> {
  const started = performance.now()
  let lastAnswer = started
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const load = autocannon({ connections: CONNECTIONS, ...options }, (error, all) =>
      error ? reject(error) : resolve(all),
    )
    load.on('response', () => {
      lastAnswer = performance.now()
    })
  })
  const seconds = (lastAnswer - started) / 1_000
  return {
    rate: result['2xx'] / seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  }
}

/** Reports findings for some seconds; gives their ids. */
export async function create(
  url: string,
  { headers, places, categories }: Prepared,
  seconds: number,
): Promise<{ load: Measured; ids: string[] }> {
  const ids: string[] = []
  let turn = 0
  const bodies = places.flatMap(placeId =>
    categories.map(categoryCode =>
      JSON.stringify({ categoryCode, placeId, description: '楼道堆放纸箱,影响通行' }),
    ),
  )
  const load = await run({
    url,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path: '/api/v1/findings',
        setupRequest: request => ({
          ...request,
          body: bodies[turn++ % bodies.length],
          headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': `c${key++}` },
        }),
        onResponse: (status, text) => {
          if (status === 201) ids.push(/"id":"([^"]+)"/.exec(text)?.[1] ?? '')
        },
      },
    ],
  })
  return { load, ids }
}

/** Registers each of the findings once. */
export async function move(url: string, { headers }: Prepared, ids: readonly string[]): Promise<Measured> {
  let turn = 0
  return await run({
    url,
    amount: Math.max(CONNECTIONS, ids.length - CONNECTIONS),
    requests: [
      {
        method: 'POST',
        body: '{"type":"register"}',
        setupRequest: request => ({
          ...request,
          path: `/api/v1/findings/${ids[turn++ % ids.length]}/events`,
          headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': `t${key++}` },
        }),
      },
    ],
  })
}

/** Asks for one page again and again. */
export async function read(
  url: string,
  { headers }: Prepared,
  path: string,
  { seconds, connections = CONNECTIONS }: { seconds: number; connections?: number },
): Promise<Measured> {
  return await run({
    url: `${url}/api/v1${path}`,
    headers: { ...headers },
    connections,
    duration: seconds,
  })
}

/** The meter looks every so often; what it tells is from one look to the next. */
const METER_LOOKS_EVERY_MS = 10

/**
 * How long the event loop of a server was held up, at the 99th percentile in milliseconds since this was last asked;
 * not a number for one that does not tell.
 */
export async function loopDelayOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/prometheus`)).text()
  const seconds = /^xuncha_nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]
  return Number(seconds) * 1_000 - METER_LOOKS_EVERY_MS
}

/** Memory that a process holds, in MiB. */
export async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024
}
