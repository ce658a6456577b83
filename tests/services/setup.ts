import type { TestProject } from 'vitest/node'
import { startRedis } from './redis.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a Redis that all tests share; each keeps to keys of its own and never flushes it. */
    redisUrl: string
  }
}

/** Starts what the tests need beside them, once a run; gives the function that ends it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const endings: (() => Promise<void>)[] = []

  const given = process.env.TEST_REDIS_URL
  const redis = given ? null : await startRedis()
  project.provide('redisUrl', given ?? redis?.url ?? '')
  if (redis) endings.push(redis.stop)

  return async () => {
    for (const end of endings.reverse()) await end()
  }
}
