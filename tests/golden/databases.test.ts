import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { STORED_FINDING_STATES } from '../../machines/finding/states.ts'
import { definitionOf, UnknownMachine } from '../../machines/versions.ts'
import { checkAll, faultOf } from '../../src/app/journal/check-all.ts'
import { compose } from '../../src/compose.ts'
import { temporary } from '../support/temporary.ts'
import { expectClosed, leaveOpen } from './left-open.ts'
import { liveOn } from './live-on.ts'

/*
 * Databases as the builds of their time wrote them, while the finding's machine was at version 1, 2 and 3 (bar 10): a
 * finding in every state, random lives, timers that have yet to ring. They are never written again. Whatever becomes of
 * the program, it opens them, brings them to its tables, and remembers every life as it was.
 */

const VERSIONS = [1, 2, 3] as const

async function unpack(version: number): Promise<string> {
  const directory = await temporary()
  const packed = readFileSync(new URL(`./${version}/database.sqlite.br`, import.meta.url))
  writeFileSync(join(directory, 'xuncha.sqlite'), brotliDecompressSync(packed))
  return directory
}

/* Read by itself, not by the program that is under test. */
function look<Row>(directory: string, statement: string): Row[] {
  const file = new BetterSqlite3(join(directory, 'xuncha.sqlite'), { readonly: true })
  const rows = file.prepare(statement).all() as Row[]
  file.close()
  return rows
}
const HEADS = 'select community_id, seq, hash from chain_heads order by 1'
const LIVES = 'select id, state, clock, version, machine_version from findings order by id'
const TABLES = "select type, name, sql from sqlite_master where name not like 'sqlite_%' order by 1, 2"

describe.each(VERSIONS)('a database of machine version %i', version => {
  it('is opened with every life and every link of the chains as they were', async () => {
    const directory = await unpack(version)
    const before = { heads: look(directory, HEADS), lives: look<{ state: string }>(directory, LIVES) }
    expect([...new Set(before.lives.map(({ state }) => state))].sort()).toEqual(
      [...STORED_FINDING_STATES].sort(),
    )
    const house = await compose({ dataDirectory: directory })
    for await (const { name, integrity } of checkAll(house.db.read))
      expect(faultOf(name, integrity)).toBeNull()
    expect({ heads: look(directory, HEADS), lives: look(directory, LIVES) }).toEqual(before)
    await house.close()
  })

  it('lives on: its timers ring, and everything replays and counts as before', async () => {
    const directory = await unpack(version)
    const [last] = look<{ at: number }>(directory, 'select max(at) as at from journal')
    const [waiting] = look<{ n: number }>(directory, 'select count(*) as n from timers')
    expect(waiting?.n).toBeGreaterThan(3)
    const communities = look<{ id: string }>(directory, 'select id from communities').map(({ id }) => id)
    await liveOn({ dataDirectory: directory }, last?.at ?? 0, communities)
    expect(look(directory, "select id from findings where state = 'suspended'")).toEqual([])
  })

  it('has what is personal in it closed, wherever it lay open', async () => {
    const directory = await unpack(version)
    const left = leaveOpen(join(directory, 'xuncha.sqlite'))
    await expectClosed({ dataDirectory: directory }, left)
  })
})

it('refuses a version that it does not know, loudly', () => {
  expect(() => definitionOf('finding', 99)).toThrow(UnknownMachine)
})

const BUILT = new URL('../../dist/db/sqlite.js', import.meta.url).href
const MIGRATIONS = fileURLToPath(new URL('../../db/migrations/sqlite', import.meta.url))
/** One of so many statements; each of them by `npm run bars`. */
const STEP = Number(process.env.XUNCHA_MIGRATION_STEP ?? 6)
const CHILD = fileURLToPath(new URL('die-at-statement.mjs', import.meta.url))

it('a migration that is killed at any of its statements leaves the database as it was, and then goes through', {
  timeout: 180_000,
}, async () => {
  const migrate = (directory: string, n: number) =>
    spawnSync(process.execPath, [CHILD, BUILT, directory, MIGRATIONS, String(n)], { encoding: 'utf8' })
  const whole = await unpack(1)
  const statements = Number(migrate(whole, 0).stdout)
  expect(statements).toBeGreaterThan(20)
  const [tables, heads, lives] = [look(whole, TABLES), look(whole, HEADS), look(whole, LIVES)]

  const source = await unpack(1)
  const untouched = look(source, TABLES)
  for (let n = 1; n <= statements; n += STEP) {
    const directory = await temporary()
    copyFileSync(join(source, 'xuncha.sqlite'), join(directory, 'xuncha.sqlite'))
    expect(migrate(directory, n).signal).toBe('SIGKILL')
    expect(look(directory, TABLES)).toEqual(untouched)
    expect(migrate(directory, 0).status).toBe(0)
    expect([look(directory, TABLES), look(directory, HEADS), look(directory, LIVES)]).toEqual([
      tables,
      heads,
      lives,
    ])
  }
  process.stdout.write(
    `bar 10: a migration of ${statements} statements killed at one in ${STEP}, nothing lost\n`,
  )
})
