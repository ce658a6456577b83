import { expect } from 'vitest'
import { checkInvariants } from '../../support/check-invariants.ts'
import { afterThis } from '../../support/house.ts'
import { type ServerProcess, startServer } from '../../support/server-process.ts'
import { settle } from '../../support/settle.ts'
import { openStored } from '../../support/stored.ts'
import { temporary } from '../../support/temporary.ts'
import { type SteadyWriters, startWriters } from './steady-writers.ts'

const WRITERS = 8

/** A server on this database, eight clients that report to it without a pause, and what it says of its own integrity. */
export async function openUnderWriters(
  databaseUrl: string,
): Promise<{ server: ServerProcess; writers: SteadyWriters; integrity(): Promise<unknown> }> {
  const server = await startServer(await temporary(), {
    DATABASE_URL: databaseUrl,
    XUNCHA_LOG_LEVEL: 'silent',
  })
  afterThis(server.kill)
  const { call, placeId, member } = await settle(server.address)
  const token = await member('zhou', '周督查', ['supervisor'])
  const tokens: string[] = []
  for (let n = 0; n < WRITERS; n += 1) tokens.push(await member(`writer${n}`, `陈社工${n}`, ['coordinator']))
  return {
    server,
    writers: startWriters(server.address, placeId, tokens),
    integrity: async () => (await call('GET', '/audit/integrity', { token })).body,
  }
}

/** Whatever the writers were told is there, once, and nothing is there that cannot be. */
export async function expectKept(databaseUrl: string, writers: SteadyWriters): Promise<void> {
  expect(writers.odd).toEqual([])
  const told = [...writers.acknowledged.values()].map(id => ({ id, version: 1 }))
  expect(await checkInvariants(databaseUrl, told)).toEqual([])
  // One finding a key: whoever asked again after a lost answer has not written a second one.
  const stored = await openStored(databaseUrl)
  expect(await stored.ask('select count(*) from findings')).toEqual([[told.length]])
  await stored.close()
}
