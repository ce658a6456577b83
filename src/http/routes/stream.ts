import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { callerOf } from '../answer.ts'
import { callerNow } from '../authenticate.ts'
import { answers, closed } from '../schemas.ts'
import type { Server } from '../server.ts'
import type { SiteOptions } from '../site.ts'
import { createStreams } from '../streams.ts'

const DESCRIPTION = `Server-sent events. \`change\` \`{recordType, recordId, version, event, at}\`: a record in the caller's scope took a
step; its id is the place of the step in the community's chain. \`open\` comes first. Whoever comes back with \`Last-Event-ID\` (or \`after\`)
is told what was missed, or \`reset\` when that is too much: then load anew.`

/** What changes, as it changes. */
export async function addStreamRoutes(app: Server, deps: Deps, site: SiteOptions): Promise<void> {
  const streams = createStreams(deps, { onFailure: error => app.log.error({ err: error }, 'stream failed') })
  app.addHook('preClose', async () => streams.close())

  app.get(
    '/api/v1/stream',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '实时变化 · records in the caller’s scope that change, as server-sent events; resumable',
        description: DESCRIPTION,
        tags: ['metrics'],
        headers: Type.Object({ 'last-event-id': Type.Optional(Type.Integer({ minimum: 0 })) }),
        querystring: closed({ after: Type.Optional(Type.Integer({ minimum: 0 })) }),
        produces: ['text/event-stream'],
        response: answers({ 200: Type.String() }),
      },
    },
    async (request, reply) => {
      const lastHeard = request.headers['last-event-id'] ?? request.query.after ?? null
      const stream = await streams.follow(
        callerOf(request),
        () => callerNow(deps, request, site),
        lastHeard === null ? null : Number(lastHeard),
      )
      // A proxy that gathers what it passes on would hold the events back.
      reply.header('x-accel-buffering', 'no').type('text/event-stream; charset=utf-8')
      return reply.send(stream as never)
    },
  )
}
