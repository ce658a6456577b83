import type { TestProject } from 'vitest/node'
import { type Cluster, startCluster } from './cluster.ts'
import { beginHouses } from './houses.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Which database the houses of this project stand on. */
    database: 'sqlite' | 'postgres'
    /** Address of the list of empty databases on this run's PostgreSQL. */
    houses: string
    /** Of a Redis that all tests share; each keeps to keys of its own and never flushes it. */
    redisUrl: string
    /** The processes that answer in the place of this one; null where the test's own process does. */
    cluster: Cluster | null
  }
}

/** Starts what the tests need beside them, once a run; gives the function that ends it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = { postgres: process.env.TEST_DATABASE_URL, redis: process.env.TEST_REDIS_URL }
  const redis = given.redis ? null : await startRedis(['--databases', '1000'])
  const postgres = given.postgres ? null : await startPostgres()
  const houses = await beginHouses(given.postgres ?? postgres?.url ?? '')
  project.provide('redisUrl', given.redis ?? redis?.url ?? '')
  project.provide('houses', houses.list)
  const cluster = process.env.XUNCHA_CLUSTER ? await startCluster() : null
  project.provide('cluster', cluster && { web: cluster.web, workers: cluster.workers })
  return async () => {
    await cluster?.stop()
    await houses.drop()
    await postgres?.stop()
    await redis?.stop()
  }
}
