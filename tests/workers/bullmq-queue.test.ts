import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import { createBullmqQueue } from '../../workers/bullmq-queue.ts'
import type { JobQueue } from '../../workers/queue.ts'
import { type PostgresService, startPostgres } from '../services/postgres.ts'
import { describeQueue, PAUSE_MS } from './queue-suite.ts'

/** A queue that shares its server with others and sees none of them. */
async function openAt(url: string): Promise<JobQueue> {
  const queue = createBullmqQueue({ url, space: `t${randomUUID().replaceAll('-', '')}`, pauseMs: PAUSE_MS })
  await queue.opened
  return queue
}

describeQueue('the queue on Redis', () => openAt(inject('redisUrl')))

let postgres: PostgresService
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

describeQueue('the queue on PostgreSQL', () => openAt(postgres.url))
