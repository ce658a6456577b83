import { readFile } from 'node:fs/promises'
import { Type } from 'typebox'
import { completeSetup } from '../../app/complete-setup.ts'
import type { Deps } from '../../app/deps.ts'
import { send } from '../answer.ts'
import type { SiteOptions } from '../authenticate.ts'
import { refuseForeignPage } from '../refuse-foreign-page.ts'
import { answers, closed, words } from '../schemas.ts'
import type { Server } from '../server.ts'

/** The set-up link of the first start: a page, and the call that it makes. */
export async function addSetupLinkRoutes(app: Server, deps: Deps, site: SiteOptions): Promise<void> {
  const [page, script] = await Promise.all([readStatic('setup.html'), readStatic('setup.js')])

  app.get('/setup', { config: { policy: 'everybody' }, schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page),
  )
  app.get('/setup.js', { config: { policy: 'everybody' }, schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  )

  app.post(
    '/api/v1/setup',
    {
      config: { policy: 'everybody' },
      onRequest: refuseForeignPage(site),
      schema: {
        summary: '初始设置 · create the root administrator with the secret of the set-up link',
        tags: ['setup'],
        security: [],
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

const readStatic = (name: string): Promise<Buffer> => readFile(new URL(`../static/${name}`, import.meta.url))
