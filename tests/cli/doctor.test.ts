import { chmod, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { updateCalendar } from '../../src/app/community/update-calendar.ts'
import { readKeyFile } from '../../src/app/sealing/key-file.ts'
import { examine, type Patient } from '../../src/cli/doctor/examine.ts'
import type { Remark } from '../../src/cli/doctor/remark.ts'
import { composeReading, inspect } from '../../src/compose.ts'
import { buildCommunity, ROOT } from '../support/community.ts'
import { falsify } from '../support/falsify.ts'
import { afterThis, openHouse, type TestDeps } from '../support/house.ts'

const ROOMY = { free: 2 ** 40, total: 2 ** 41 }

const keyOf = ({ directory }: TestDeps): string => join(directory, 'xuncha.key')

/** What the doctor has to say beside the things that are fine. */
async function complaints(deps: TestDeps, more: Partial<Patient> = {}): Promise<Remark[]> {
  const config = { dataDirectory: deps.directory, databaseUrl: null }
  readKeyFile(keyOf(deps))
  const remarks: Remark[] = []
  const patient: Patient = {
    clock: deps.clock,
    dataDirectory: deps.directory,
    keyFile: keyOf(deps),
    inspect: () => inspect(config),
    openReading: () => composeReading(config),
    diskSpace: async () => ROOMY,
    addresses: [],
    queueUrl: null,
    mailUrl: null,
    ...more,
  }
  for await (const remark of examine(patient)) remarks.push(remark)
  expect(remarks.length).toBeGreaterThan(2)
  return remarks.filter(({ level }) => level !== 'fine')
}

/** A web server whose clock is off. */
async function serverAt(now: number): Promise<string> {
  const server = createServer((_request, response) => {
    response.sendDate = false
    response.setHeader('date', new Date(now).toUTCString()).end('{}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterThis(async () => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the doctor', () => {
  it('has nothing to complain of in a healthy installation, beside a running server', async () => {
    const deps = await openHouse()
    await buildCommunity(deps)
    expect(await complaints(deps)).toEqual([])
  })

  it('notices a key that others may read, and one that is not there', async () => {
    const deps = await openHouse()
    await buildCommunity(deps)
    readKeyFile(keyOf(deps))
    await chmod(keyOf(deps), 0o644)
    expect(await complaints(deps)).toMatchObject([{ level: 'fault', todo: `chmod 600 ${keyOf(deps)}` }])
    await rm(keyOf(deps))
    const keyFile = join(deps.directory, 'elsewhere.key')
    expect(await complaints(deps, { keyFile })).toMatchObject([{ level: 'warning' }])
  })

  it('finds the year whose public holidays are missing, and names the community', async () => {
    const deps = await openHouse()
    const { id } = await buildCommunity(deps)
    await deps.db.transaction(tx =>
      updateCalendar(deps, tx, ROOT, id, { parts: { coveredYears: [2023, 2024] } }, null),
    )
    expect(await complaints(deps)).toMatchObject([
      { level: 'fault', en: expect.stringMatching(/^cb: .*2025/) },
    ])
  })

  it('warns in November of the holidays of the year to come', async () => {
    const deps = await openHouse()
    const { id } = await buildCommunity(deps)
    await deps.db.transaction(tx =>
      updateCalendar(deps, tx, ROOT, id, { parts: { coveredYears: [2024, 2025] } }, null),
    )
    expect(await complaints(deps)).toEqual([])
    deps.clock.set('2025-11-02T01:00:00Z')
    expect(await complaints(deps)).toMatchObject([{ level: 'warning', en: expect.stringContaining('2026') }])
  })

  it.each([
    [3 * 2 ** 30, 'warning'],
    [2 ** 28, 'fault'],
  ])('finds a disk with %i bytes left (%s)', async (free, level) => {
    const deps = await openHouse()
    const diskSpace = async () => ({ free, total: 2 ** 41 })
    expect(await complaints(deps, { diskSpace })).toMatchObject([
      { level, zh: expect.stringContaining('磁盘') },
    ])
  })

  it.each([
    [-30_000, 'warning'],
    [3_600_000, 'fault'],
  ])('finds a clock that is %i ms off the server’s (%s)', async (off, level) => {
    const deps = await openHouse()
    const address = await serverAt(deps.clock.now() + off)
    expect(await complaints(deps, { addresses: [address] })).toMatchObject([
      { level, en: expect.stringContaining('off'), todo: expect.stringContaining('set-ntp') },
    ])
  })

  it('finds a clock that was set back behind the last journal entry', async () => {
    const deps = await openHouse()
    const community = await buildCommunity(deps)
    await community.report(await community.member('陈社工', ['coordinator']))
    deps.clock.pass(-3_600_000)
    expect(await complaints(deps)).toMatchObject([
      { level: 'fault', en: expect.stringContaining('set back') },
    ])
  })

  it('finds a data directory that others may enter', async () => {
    const deps = await openHouse()
    await chmod(deps.directory, 0o755)
    expect(await complaints(deps)).toMatchObject([{ level: 'warning', todo: `chmod 700 ${deps.directory}` }])
  })

  it('finds pending migrations, and does not read what is not there yet', async () => {
    const deps = await openHouse()
    await falsify(
      deps,
      'delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)',
    )
    expect(await complaints(deps)).toMatchObject([{ level: 'fault', en: expect.stringContaining('pending') }])
  })

  it('finds deliveries that were given up, and timers that should have rung', async () => {
    const deps = await openHouse()
    await falsify(
      deps,
      `insert into deliveries (community_id, id, notice_id, channel, target_id, topic, rung, level, round, record_type,
         record_id, created_at, attempts, state, fence)
       values ('c', 'd', 'n', 'webhook', 't', 'dispatched', '', 0, 0, 'finding', 'f', 1, 9, 'dead', 1)`,
    )
    await falsify(
      deps,
      `insert into timers (community_id, record_id, name, record_type, fire_at, try_at, token, attempts)
       values ('c', 'f', 'due', 'finding', ?, ?, 1, 0)`,
      deps.clock.now() - 120_000,
      deps.clock.now() - 120_000,
    )
    expect(await complaints(deps)).toMatchObject([
      { level: 'warning', en: expect.stringMatching(/^webhook: 1 deliveries/) },
      { level: 'warning', en: expect.stringContaining('oldest by 120 s') },
    ])
  })

  it('finds a queue and a mail server that nobody answers at, and keeps their passwords to itself', async () => {
    const deps = await openHouse()
    const found = await complaints(deps, {
      queueUrl: 'redis://:geheim-1@127.0.0.1:1/0',
      mailUrl: 'smtp://xuncha:geheim-2@127.0.0.1:1',
    })
    expect(found).toMatchObject([
      { level: 'fault', en: expect.stringContaining('queue') },
      { level: 'fault', en: expect.stringContaining('mail') },
    ])
    expect(JSON.stringify(found)).not.toContain('geheim')
  })

  it('says that the database cannot be opened when there is none', async () => {
    const deps = await openHouse()
    const config = { dataDirectory: `${deps.directory}/nowhere`, databaseUrl: null }
    expect(await complaints(deps, { inspect: () => inspect(config) })).toMatchObject([
      { level: 'fault', en: expect.stringContaining('cannot be opened') },
    ])
  })
})
