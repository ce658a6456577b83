import type { Database } from '../../app/deps.ts'
import { recount as countAnew } from '../../app/figures/recount.ts'
import { composeReading } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { command } from '../command.ts'
import { composeWriting } from '../compose-writing.ts'
import type { Terminal } from '../terminal.ts'

const COMMUNITIES_A_READ = 100

export const recount = command(
  {
    name: 'recount',
    zh: '按台账重新统计每个数字并与保存的对比',
    en: 'count every figure anew from the journal and compare with the kept ones',
    options: {
      repair: {
        type: 'boolean',
        zh: '写回正确的数字(须先停止服务器)',
        en: 'write the kept ones anew (the server has to be stopped)',
      },
    },
  },
  async ({ repair = false }, terminal) => {
    const config = readConfig()
    const house = repair ? await composeWriting(config, null) : await composeReading(config)
    try {
      return (await recountAll(house.db, repair, terminal)) ? 0 : 1
    } finally {
      await house.close()
    }
  },
)

/* A line for each community; false when one differed and was not repaired. */
async function recountAll(db: Database, repair: boolean, { say }: Terminal): Promise<boolean> {
  let agreed = true
  for (let after = ''; ; ) {
    const communities = await db.read.setup.listCommunities(after, COMMUNITIES_A_READ)
    for (const { id, name } of communities) {
      const { findings, patrols, rows, differences, repaired } = await countAnew({ db }, id, { repair })
      const counted = `问题 findings ${findings}, 巡查 patrols ${patrols}, 汇总行 rows ${rows}`
      const verdict =
        differences.length === 0
          ? '一致 agree'
          : `${differences.length} 行不一致 rows differ${repaired ? ', 已修复 repaired' : ''}`
      say(`${name}: ${counted}: ${verdict}`)
      if (differences.length > 0 && !repaired) agreed = false
      after = id
    }
    if (communities.length < COMMUNITIES_A_READ) return agreed
  }
}
