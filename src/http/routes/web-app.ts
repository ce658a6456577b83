import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { Server } from '../server.ts'

/** First part of every address that the web app shows a page for; a test holds them against its router. */
export const PAGES = [
  'sign-in',
  'report',
  'outbox',
  'patrols',
  'findings',
  'queue',
  'board',
  'audit',
  'flags',
  'rechecks',
  'inbox',
  'figures',
  'settings',
  'me',
  'p',
] as const

export interface WebAppOptions {
  /** Folder of the built web app. (Default: none, and the front door leads to the description of the interface) */
  readonly webApp?: URL
}

const hidden = { config: { policy: 'everybody' }, schema: { hide: true } } as const

/**
 * Serves the web app: its files, and its one page at every address it knows. A file with a hash in its name may be
 * kept for a year; all others are asked for again, or a phone would start an old app for ever.
 */
export async function addWebApp(app: Server, { webApp }: WebAppOptions): Promise<void> {
  if (webApp === undefined || !existsSync(new URL('index.html', webApp))) {
    app.get('/', hidden, async (_request, reply) => reply.redirect('/docs'))
    return
  }
  await app.register(fastifyStatic, {
    root: fileURLToPath(webApp),
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, file) => {
      const forGood = file.includes('/assets/') || file.includes('\\assets\\')
      reply.header('cache-control', forGood ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  for (const address of ['/', ...PAGES.flatMap(page => [`/${page}`, `/${page}/*`])])
    app.get(address, hidden, async (_request, reply) => reply.sendFile('index.html'))
}
