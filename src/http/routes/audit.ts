import { Type } from 'typebox'
import { requireRole } from '../../app/caller.ts'
import type { Deps } from '../../app/deps.ts'
import { AppError } from '../../app/errors.ts'
import { checkIntegrity } from '../../app/journal/check-integrity.ts'
import { callerOf, send } from '../answer.ts'
import { answers, closed } from '../schemas.ts'
import type { Server } from '../server.ts'

const Count = Type.Integer({ minimum: 0 })
const ReplayShape = closed({ replayed: Count, differing: Type.Array(Type.String()) })
const IntegrityShape = closed({
  ok: Type.Boolean(),
  entries: Count,
  head: closed({ seq: Count, hash: Type.String() }),
  journal: closed({ ok: Type.Boolean() }),
  findings: ReplayShape,
  patrols: ReplayShape,
  audit: closed({ ok: Type.Boolean(), entries: Count, head: Type.String() }),
})

const MAY_CHECK = ['supervisor', 'auditor'] as const

/** Whether what is remembered is what happened. */
export async function addAuditRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/audit/integrity',
    {
      config: { policy: MAY_CHECK },
      schema: {
        summary: '核验台账与日志 · check the chains, and every record against its journal',
        tags: ['audit'],
        response: answers({ 200: IntegrityShape }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      requireRole(caller, MAY_CHECK)
      if (caller.communityId === null) throw new AppError('community.not_found')
      return send(reply, { status: 200, body: await checkIntegrity(deps.db.read, caller.communityId) })
    },
  )
}
