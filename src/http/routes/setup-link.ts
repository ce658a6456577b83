import { readFile } from 'node:fs/promises'
import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { completeSetup } from '../../app/people/complete-setup.ts'
import { STATIC_PAGES } from '../../files.ts'
import { send } from '../answer.ts'
import { answers, closed, words } from '../schemas.ts'
import type { Server } from '../server.ts'
import { refuseForeignPage, type SiteOptions } from '../site.ts'

const PAGES = [
  ['/setup', 'setup.html', 'text/html'],
  ['/setup.js', 'setup.js', 'text/javascript'],
  ['/setup.css', 'setup.css', 'text/css'],
] as const

/** The set-up link of the first start: a page, and the call that it makes. */
export async function addSetupLinkRoutes(app: Server, deps: Deps, site: SiteOptions): Promise<void> {
  for (const [path, name, type] of PAGES) {
    const content = await readFile(new URL(name, STATIC_PAGES))
    app.get(path, { config: { policy: 'everybody' }, schema: { hide: true } }, async (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).send(content),
    )
  }

  app.post(
    '/api/v1/setup',
    {
      config: { policy: 'everybody' },
      onRequest: refuseForeignPage(site),
      schema: {
        summary: '初始设置 · create the root administrator with the secret of the set-up link',
        tags: ['setup'],
        body: closed({
          token: Type.String({ minLength: 1, maxLength: 100 }),
          login: Type.String({ minLength: 1, maxLength: 256 }),
          name: words(100),
          password: Type.String({ maxLength: 1024 }),
        }),
        response: answers({
          201: closed({ id: Type.String(), login: Type.String(), name: Type.String() }),
        }),
      },
    },
    async (request, reply) => send(reply, { status: 201, body: await completeSetup(deps, request.body) }),
  )
}
