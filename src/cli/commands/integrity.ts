import { checkAll, faultOf } from '../../app/journal/check-all.ts'
import { composeReading, inspect } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { command } from '../command.ts'

export const integrity = command(
  {
    name: 'integrity',
    zh: '核验数据库、各社区的台账与审计日志,并按台账重演每条记录;服务器可以继续运行',
    en: 'check the database, every chain, and every record against its journal; the server may go on running',
    options: {},
  },
  async (_values, { say }) => {
    const config = readConfig()
    const inspection = await inspect(config)
    const broken = await inspection.faults().finally(() => inspection.close())
    for (const line of broken) say(`✗ 数据库 database: ${line}`)
    const house = await composeReading(config)
    let whole = broken.length === 0
    try {
      for await (const { name, integrity: found } of checkAll(house.db.read)) {
        const fault = faultOf(name, found)
        const { findings, patrols, audit, entries, head } = found
        const counted = `台账 journal ${entries}, 问题 findings ${findings.replayed}, 巡查 patrols ${patrols.replayed}, 审计 audit ${audit.entries}`
        say(fault === null ? `✓ ${name}: ${counted}, 链首 head ${head.seq} ${head.hash}` : `✗ ${fault}`)
        whole &&= fault === null
      }
    } finally {
      await house.close()
    }
    return whole ? 0 : 1
  },
)
