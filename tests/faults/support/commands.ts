import { readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import BetterSqlite3 from 'better-sqlite3'
import type { Caller } from '../../../src/app/caller.ts'
import { applyFindingEvent } from '../../../src/app/findings/apply-finding-event.ts'
import { reportFinding } from '../../../src/app/findings/report-finding.ts'
import { compose } from '../../../src/compose.ts'
import type { Acknowledged } from '../../support/check-invariants.ts'
import { buildCommunity } from '../../support/community.ts'

/*
 * The program that a power cut or a dying disk meets: use cases and database without HTTP, one command after another,
 * each told on standard output the moment it is acknowledged (`{"id":…,"version":…}`) or refused (`{"refused":…}`).
 *
 *     commands.ts <directory> --prepare            a community to begin with
 *     commands.ts <directory> --count 10           report, register, comment, and so on
 *
 * `--synchronous NORMAL` and `--checkpoint 40` change what the database is told, behind its back: the first so that
 * the harness can show that it notices a loss, the second so that the log is copied back in the middle of it all.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    prepare: { type: 'boolean', default: false },
    count: { type: 'string', default: '10' },
    synchronous: { type: 'string' },
    checkpoint: { type: 'string' },
  },
})
const [directory = '.'] = positionals
const note = join(directory, 'begin.json')

interface Begin {
  readonly caller: Caller
  readonly placeId: string
}

function tell(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

function tellDatabase({ synchronous, checkpoint }: { synchronous?: string; checkpoint?: string }): void {
  const { pragma } = BetterSqlite3.prototype
  BetterSqlite3.prototype.pragma = function (source, options) {
    if (synchronous && source === 'synchronous = FULL')
      return pragma.call(this, `synchronous = ${synchronous}`, options)
    if (synchronous && source === 'synchronous') return 2
    if (checkpoint && source.startsWith('wal_autocheckpoint'))
      return pragma.call(this, `wal_autocheckpoint = ${checkpoint}`, options)
    return pragma.call(this, source, options)
  }
}

tellDatabase(values)
const deps = await compose({ dataDirectory: directory })
if (values.prepare) {
  const community = await buildCommunity(deps, 'full')
  const caller = await community.member('陈社工', ['coordinator'])
  const begin: Begin = { caller, placeId: community.places.floor.id }
  writeFileSync(note, JSON.stringify(begin))
} else {
  const { caller, placeId } = JSON.parse(readFileSync(note, 'utf8')) as Begin
  const report = () =>
    deps.db.transaction(async tx => {
      const input = { categoryCode: '0101', placeId, description: '楼道堆放纸箱,影响通行', photoIds: [] }
      return (await reportFinding(deps, tx, caller, input, 'zh')).view
    })
  const happen = (findingId: string, event: { type: string; text?: string }) =>
    deps.db.transaction(tx =>
      applyFindingEvent(deps, tx, caller, { findingId, event, expectedVersion: null, language: 'zh' }),
    )
  let findingId: string | null = null
  for (let n = 0; n < Number(values.count); n += 1) {
    try {
      const done: Acknowledged =
        findingId === null || n % 3 === 0
          ? await report()
          : await happen(
              findingId,
              n % 3 === 1 ? { type: 'register' } : { type: 'comment', text: '已通知物业' },
            )
      findingId = done.id
      tell({ id: done.id, version: done.version })
    } catch (error) {
      tell({ refused: error instanceof Error ? error.message : String(error) })
    }
  }
}
await deps.close()
