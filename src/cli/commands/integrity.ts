import { writeFile } from 'node:fs/promises'
import { readHeads } from '../../app/backup/manifest.ts'
import type { Head } from '../../app/deps.ts'
import { checkAll, faultOf } from '../../app/journal/check-all.ts'
import { departures, headsOf } from '../../app/journal/kept-heads.ts'
import { composeReading, inspect } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { command } from '../command.ts'

export const integrity = command(
  {
    name: 'integrity',
    zh: '核验数据库、各社区的台账与审计日志,并按台账重演每条记录;服务器可以继续运行',
    en: 'check the database, every chain, and every record against its journal; the server may go on running',
    options: {
      save: {
        type: 'string',
        value: 'FILE',
        zh: '把各链的链首写入此文件,请保存到别处(别的机器、别的人)',
        en: 'write the heads of all chains to this file, to be kept elsewhere: on another machine, with somebody else',
      },
      against: {
        type: 'string',
        value: 'FILE',
        zh: '与以前保存的链首(或备份的 manifest.json)核对:链被整条重写或截尾也能发现',
        en: 'compare with heads that were saved before, or a backup’s manifest.json: also shows a chain rewritten or cut short',
      },
    },
  },
  async ({ save, against }, { say }) => {
    const config = readConfig()
    const inspection = await inspect(config)
    const broken = await inspection.faults().finally(() => inspection.close())
    for (const line of broken) say(`✗ 数据库 database: ${line}`)
    const house = await composeReading(config)
    let whole = broken.length === 0
    const heads: Head[] = []
    try {
      for await (const { id, name, integrity: found } of checkAll(house.db.read)) {
        const fault = faultOf(name, found)
        const { findings, patrols, audit, entries, head } = found
        const counted = `台账 journal ${entries}, 问题 findings ${findings.replayed}, 巡查 patrols ${patrols.replayed}, 审计 audit ${audit.entries}`
        say(fault === null ? `✓ ${name}: ${counted}, 链首 head ${head.seq} ${head.hash}` : `✗ ${fault}`)
        whole &&= fault === null
        heads.push(headsOf(id, found))
      }
      for (const kept of against === undefined ? [] : await readHeads(against)) {
        const gone = await departures(house.db.read, kept)
        for (const chain of gone)
          say(
            `✗ ${kept.communityId || 'installation'}: ${chain} 链不再经过保存的链首 the chain no longer goes through the kept head ${chain === 'journal' ? kept.seq : kept.auditSeq}`,
          )
        whole &&= gone.length === 0
      }
      if (save !== undefined && !whole) say(`✗ 未保存链首 the heads were not saved: ${save}`)
      else if (save !== undefined) await writeFile(save, `${JSON.stringify(heads, null, 2)}\n`)
    } finally {
      await house.close()
    }
    return whole ? 0 : 1
  },
)
