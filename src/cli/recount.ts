import { recount } from '../app/figures/recount.ts'
import { type Composed, compose } from '../compose.ts'
import { readConfig } from '../config.ts'

const COMMUNITIES_A_READ = 100

/**
 * Counts the figures of every community from its journal and compares them with the kept ones; `--repair` writes the
 * kept ones anew. A line for each community; false when one differed and was not repaired.
 */
async function recountAll({ db }: Composed, repair: boolean): Promise<boolean> {
  let agreed = true
  for (let after = ''; ; ) {
    const communities = await db.read.setup.listCommunities(after, COMMUNITIES_A_READ)
    for (const { id, name } of communities) {
      const { findings, patrols, rows, differences, repaired } = await recount({ db }, id, { repair })
      const counted = `问题 findings ${findings}, 巡查 patrols ${patrols}, 汇总行 rows ${rows}`
      const verdict =
        differences.length === 0
          ? '一致 agree'
          : `${differences.length} 行不一致 rows differ${repaired ? ', 已修复 repaired' : ''}`
      process.stdout.write(`${name}: ${counted}: ${verdict}\n`)
      if (differences.length > 0 && !repaired) agreed = false
      after = id
    }
    if (communities.length < COMMUNITIES_A_READ) return agreed
  }
}

async function main(arguments_: readonly string[]): Promise<number> {
  const unknown = arguments_.filter(argument => argument !== '--repair')
  if (unknown.length > 0) {
    process.stderr.write(`用法 · usage: npm run recount [-- --repair]\n`)
    return 2
  }
  const house = await compose(readConfig())
  try {
    return (await recountAll(house, arguments_.includes('--repair'))) ? 0 : 1
  } finally {
    await house.close()
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
