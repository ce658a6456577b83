import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { recount } from '../../src/app/figures/recount.ts'
import type { Mapping } from '../../src/app/imports/columns.ts'
import { importNamed } from '../../src/app/imports/kinds.ts'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { compose } from '../../src/compose.ts'
import { buildCommunity } from '../support/community.ts'

/*
 * How long a ledger takes to come in, twice, and whether the journal and the figures then add up.
 *
 *   npm run bench:import -- [--rows 50000] [--file ledger.csv --mapping '{…}'] [--database postgres://…]
 */

const { values: asked } = parseArgs({
  options: {
    rows: { type: 'string', default: '50000' },
    file: { type: 'string' },
    mapping: { type: 'string' },
    database: { type: 'string' },
  },
})
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/* Nine of ten were put right, two days later on average; a row in a thousand names no day. */
function invented(rows: number): string {
  const lines = ['编号,发现时间,整改时间,问题类别,问题描述,点位,责任单位,整改情况']
  for (let n = 0; n < rows; n += 1) {
    const found = Date.UTC(2024, 0, 1, 1) + (n * 365 * 86_400_000) / rows
    const write = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
    const fixed = n % 10 === 0 ? '' : write(found + (1 + (n % 72)) * 3_600_000)
    const day = n % 1_000 === 999 ? '不详' : write(found)
    lines.push(`${n},${day},${fixed},010${1 + (n % 5)},楼道堆放纸箱${n},3幢,巨塔物业,已清走`)
  }
  return lines.join('\r\n')
}

const directory = await mkdtemp(join(tmpdir(), 'xuncha-import-'))
const deps = await compose({ dataDirectory: directory, databaseUrl: asked.database ?? null })
try {
  const community = await buildCommunity(deps)
  const admin = await community.member('沈管理', ['admin'])
  const file = asked.file ? await readFile(asked.file) : Buffer.from(invented(Number(asked.rows)))
  for (const time of ['first', 'again']) {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const started = performance.now()
    let odd = 0
    const mapping = asked.mapping ? { mapping: JSON.parse(asked.mapping) as Mapping } : {}
    for await (const news of importNamed('findings', deps, admin, { file, dryRun: false, ...mapping })) {
      if (news.type === 'row') {
        odd += 1
        if (odd <= 20)
          say(`  row ${news.line}: ${news.problems.map(p => `${p.column} “${p.read}” ${p.en}`).join('; ')}`)
      }
      if (news.type === 'done')
        say(
          `${time}: ${news.rows} rows in ${((performance.now() - started) / 1_000).toFixed(1)} s; imported ${news.imported}, known ${news.known}, ` +
            `refused ${news.refused}; event loop p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms, longest ${(delay.max / 1e6).toFixed(0)} ms`,
        )
    }
  }
  const { ok, entries } = await checkIntegrity(deps.db.read, community.id)
  const { differences } = await recount(deps, community.id)
  say(
    `integrity ${ok ? 'ok' : 'BROKEN'}, ${entries} entries; figures that differ from a recount: ${differences.length}`,
  )
} finally {
  await deps.close()
  await rm(directory, { recursive: true, force: true })
}
