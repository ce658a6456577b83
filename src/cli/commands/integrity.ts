import { readFile, writeFile } from 'node:fs/promises'
import { checkAll, faultOf } from '../../app/journal/check-all.ts'
import { departures, headsOf, type KeptHead } from '../../app/journal/kept-heads.ts'
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
        zh: '与以前保存的链首文件核对:链被整条重写或截尾也能发现',
        en: 'compare with heads that were saved before: also shows a chain rewritten as a whole, or cut short',
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
    const heads: KeptHead[] = []
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
            `✗ ${kept.communityId || 'installation'}: ${chain} 链不再经过保存的链首 the chain no longer goes through the kept head ${kept[chain].seq} ${kept[chain].hash}`,
          )
        whole &&= gone.length === 0
      }
      if (save !== undefined && whole) await writeFile(save, `${JSON.stringify(heads, null, 2)}\n`)
    } finally {
      await house.close()
    }
    return whole ? 0 : 1
  },
)

async function readHeads(file: string): Promise<readonly KeptHead[]> {
  try {
    const heads = JSON.parse(await readFile(file, 'utf8')) as readonly KeptHead[]
    for (const { journal, audit } of heads) if (!Number.isInteger(journal.seq + audit.seq)) throw new Error()
    return heads
  } catch {
    throw new Error(`读不懂链首文件 these are no saved heads: ${file}`)
  }
}
