import { restoreBackup } from '../../app/backup/restore-backup.ts'
import { checkAll, faultOf } from '../../app/journal/check-all.ts'
import { compose, inspectDirectory, keyFileOf, restoring } from '../../compose.ts'
import { type Config, readConfig } from '../../config.ts'
import { command } from '../command.ts'

export const restore = command(
  {
    name: 'restore',
    zh: '把备份恢复到空的数据目录(或空的数据库);先核对,后生效',
    en: 'restore a backup into an empty data directory (or database); checked first, then given its name',
    options: {
      from: {
        type: 'string',
        value: 'DIR',
        required: true,
        zh: '备份目录,其中有 manifest.json',
        en: 'directory of the backup: the one with manifest.json in it',
      },
    },
    more: [
      'DATA_DIR 须为空或不存在:现有数据从不覆盖。上一级目录须可写。',
      'DATA_DIR has to be empty or missing: nothing is ever overwritten. Its parent directory has to be writable.',
    ],
  },
  async ({ from }, { say, note }) => {
    const config = readConfig()
    const { knownMigrations, postgres } = await restoring(config)
    try {
      note('正在核对 · checking …')
      const { dataDirectory } = config
      const replay = (directory: string | null) => faultsOf(config, directory)
      const deps = { dataDirectory, openCopy: inspectDirectory, postgres, knownMigrations, replay }
      const { madeAt, database } = await restoreBackup(deps, from)
      say(`已恢复 ${madeAt} 的备份 · restored the backup of ${madeAt}: ${dataDirectory}`)
      say(`问题 findings ${database.counts.findings ?? 0}, 台账 journal ${database.counts.journal ?? 0}`)
      say(`启动前请放回密钥文件 · before you start, put the key file back: ${keyFileOf(config)}`)
      return 0
    } finally {
      await postgres?.inspection.close()
    }
  },
)

/* Opened for writing, so that an older backup is brought to today's tables before it is read. */
async function faultsOf(config: Config, directory: string | null): Promise<string[]> {
  const house = await compose(directory === null ? config : { ...config, dataDirectory: directory })
  try {
    const faults: string[] = []
    for await (const { name, integrity } of checkAll(house.db.read)) {
      const fault = faultOf(name, integrity)
      if (fault !== null) faults.push(fault)
    }
    return faults
  } finally {
    await house.close()
  }
}
