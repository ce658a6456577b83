import type { Queue } from 'bullmq'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRoot } from '../../app/caller.ts'
import { AppError } from '../../app/errors.ts'
import { callerOf } from '../answer.ts'
import { sendProblem, toProblem } from '../problem.ts'
import type { Server } from '../server.ts'

const PREFIX = '/admin/queues'

export interface QueueBoardOptions {
  /** The queue to show: null while it was never reached. Without the option the queue runs inside the process. */
  readonly boardQueue?: () => Queue | null
}

/**
 * The operators' view of the job queue (bull-board), for the root administrator, to look at only: whatever would
 * change something is refused here, before the board hears of it. A row that is to be tried again comes back by
 * itself.
 */
export async function addQueueBoard(app: Server, { boardQueue }: QueueBoardOptions): Promise<void> {
  await app.register(
    async scope => {
      // The board brings its own routes, which know nothing of who may call them and how this house words its errors.
      scope.addHook('onRoute', route => {
        route.config = { ...route.config, policy: ['admin'] }
        route.errorHandler = (error, request, reply) => sendProblem(request, reply, problemOf(request, error))
      })
      scope.addHook('onRequest', async (request, reply) => {
        if (!isRoot(callerOf(request))) throw new AppError('request.role_forbidden')
        if (request.method !== 'GET' && request.method !== 'HEAD') throw new AppError('queue.read_only')
        allowBase(reply)
      })
      if (boardQueue) await scope.register(await boardOf(boardQueue))
      else for (const path of ['/', '/*']) scope.get(path, { schema: { hide: true } }, nothingToShow)
    },
    { prefix: PREFIX },
  )
}

/** The board asks the queue and nothing else: what fails without saying why is the way there. */
function problemOf(request: FastifyRequest, error: unknown): AppError {
  const problem = toProblem(request, error)
  return problem.code === 'server.failed' ? unreachable() : problem
}

const unreachable = (): AppError => new AppError('queue.unreachable', { retryAfterSeconds: 15 })

/** The board's page names the address that its links are relative to, which other pages here have no need of. */
function allowBase(reply: FastifyReply): void {
  const policy = String(reply.getHeader('content-security-policy'))
  reply.header('content-security-policy', policy.replace("base-uri 'none'", "base-uri 'self'"))
}

async function nothingToShow(): Promise<never> {
  throw new AppError('queue.inside_process')
}

async function boardOf(boardQueue: () => Queue | null) {
  const { createBullBoard } = await import('@bull-board/api')
  const { BullMQAdapter } = await import('@bull-board/api/bullMQAdapter')
  const { FastifyAdapter } = await import('@bull-board/fastify')
  const serverAdapter = new FastifyAdapter()
  serverAdapter.setBasePath(PREFIX)
  const board = createBullBoard({
    queues: [],
    serverAdapter,
    options: { uiConfig: { boardTitle: '巡查 · Xuncha', hideRedisDetails: true } },
  })
  let shown: Queue | null = null
  return async (scope: FastifyInstance): Promise<void> => {
    scope.addHook('preHandler', async () => {
      const queue = boardQueue()
      if (!queue) throw unreachable()
      if (queue !== shown) board.replaceQueues([new BullMQAdapter(queue, { readOnlyMode: true })])
      shown = queue
    })
    await scope.register(serverAdapter.registerPlugin())
  }
}
