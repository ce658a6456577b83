import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import type { OutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'

/** What the other side answered, or a short code for why there is no answer. */
type PostAnswer =
  | { readonly status: number; readonly body: string; readonly retryAfterMs: number | null }
  | { readonly failed: string }

export interface GuardedPostOptions {
  readonly addresses: OutwardAddresses
  readonly patienceMs: number
}

export type GuardedPost = (
  url: string,
  content: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<PostAnswer>

/** More of an answer than this is not read. */
const MOST_READ = 8_192

/**
 * Posts to an address that the installation may send to, and to no other: the name is resolved once, what it stands for
 * is looked at, and the connection goes to the address that was looked at, under the name of the URL (Host, SNI,
 * certificate). Redirects are answers like any other. Never throws.
 */
export function createGuardedPost({ addresses, patienceMs }: GuardedPostOptions): GuardedPost {
  return async (text, content) => {
    const patience = AbortSignal.timeout(patienceMs)
    try {
      const url = new URL(text)
      const chosen = await before(patience, addresses.choose(url))
      if ('refused' in chosen) return { failed: `address.${chosen.refused}` }
      return await post(url, chosen.address, content, patience)
    } catch (error) {
      return { failed: patience.aborted ? 'timeout' : `connection.${codeOf(error)}` }
    }
  }
}

function post(
  url: URL,
  address: string,
  { headers, body }: Parameters<GuardedPost>[1],
  signal: AbortSignal,
): Promise<PostAnswer> {
  const secure = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const request = (secure ? requestTls : requestPlain)({
      host: address,
      port: url.port || (secure ? 443 : 80),
      path: url.pathname + url.search,
      method: 'POST',
      ...(secure && !isLiteral(url) ? { servername: url.hostname } : {}),
      setHost: false,
      headers: {
        host: url.host,
        'user-agent': 'xuncha',
        'content-length': Buffer.byteLength(body),
        ...headers,
      },
      // A connection of its own: one that was kept open could belong to an address of an earlier look.
      agent: false,
      signal,
    })
    request.on('error', reject)
    request.on('response', response => {
      let read = ''
      const end = (): void => {
        const retryAfter = Number(response.headers['retry-after'])
        const retryAfterMs = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1_000 : null
        resolve({ status: response.statusCode ?? 0, body: read, retryAfterMs })
        request.destroy()
      }
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        read = (read + chunk).slice(0, MOST_READ)
        if (read.length >= MOST_READ) end()
      })
      response.on('end', end)
      response.on('error', reject)
    })
    request.end(body)
  })
}

const isLiteral = ({ hostname }: URL): boolean => hostname.startsWith('[') || /^[\d.]+$/.test(hostname)

/** A resolver cannot be called off; it can be left alone. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code.toLowerCase()
    : 'failed'
}
