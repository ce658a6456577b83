import type { TestProject } from 'vitest/node'
import { beginHouses } from './houses.ts'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Which database the houses of this run stand on. */
    database: 'sqlite' | 'postgres'
    /** Address of the list of empty databases on this run's PostgreSQL. */
    houses: string
  }
}

/** Starts what the tests on PostgreSQL need, once for the whole run; what comes back ends it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const postgres = given ? { url: given, stop: async () => undefined } : await startPostgres()
  const houses = await beginHouses(postgres.url)
  project.provide('houses', houses.list)
  return async () => {
    await houses.drop()
    await postgres.stop()
  }
}
