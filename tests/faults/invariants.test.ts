import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { checkInvariants } from '../support/check-invariants.ts'
import { buildCommunity } from '../support/community.ts'
import { temporary } from '../support/temporary.ts'

/* Whoever watches the others has to be watched: each kind of damage is named. */

let directory: string
let id: string
beforeEach(async () => {
  directory = await temporary()
  const deps = await compose({ dataDirectory: directory })
  const community = await buildCommunity(deps, 'full')
  const coordinator = await community.member('陈社工', ['coordinator'])
  const finding = await community.report(coordinator)
  id = finding.id
  await community.happen(coordinator, finding, { type: 'register' })
  await deps.close()
})

const falsify = (statement: string): void => {
  const db = new BetterSqlite3(join(directory, 'xuncha.sqlite'))
  for (const { name } of db.prepare("select name from sqlite_master where type = 'trigger'").all() as {
    name: string
  }[])
    db.exec(`drop trigger ${name}`)
  db.exec(statement)
  db.close()
}

describe('the invariants', () => {
  it('hold of a database that nobody has touched', async () => {
    expect(await checkInvariants(directory, [{ id, version: 2 }])).toEqual([])
  })

  it.each([
    ['an acknowledged step that is gone', 'select 1', 3, /acknowledged at version 3 and kept at 2/],
    ['a journal entry cut off', 'delete from journal where version = 2', 1, /have each version once/],
    ['a journal entry rewritten', 'update journal set at = at + 1 where version = 1', 1, /does not follow/],
    ['a finding gone', 'delete from findings', 0, /record that is not there/],
    ['a snapshot in another state', "update findings set state = 'closed'", 1, /another state/],
    ['a finding ahead of its journal', 'update findings set version = 9', 1, /each version once/],
    ['a timer from the future', 'update timers set token = 9', 1, /timers ahead/],
    ['a figure that counts twice', 'update rollups set e_found = e_found + 1', 1, /count each finding once/],
    ['a head set back', 'update chain_heads set seq = seq - 1', 1, /the head says 1/],
    ['an audit entry gone', 'update chain_heads set audit_seq = 1', 1, /audit_log: 0 entries/],
  ])('name %s', async (_, statement, version, what) => {
    falsify(statement)
    const wrong = await checkInvariants(directory, version > 0 ? [{ id, version }] : [])
    expect(wrong.join('\n')).toMatch(what)
  })
})
