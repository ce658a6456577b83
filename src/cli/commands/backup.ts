import { join } from 'node:path'
import { makeBackup } from '../../app/backup/make-backup.ts'
import { inspect, inspectDirectory, keyFileOf } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { command } from '../command.ts'

export const backup = command(
  {
    name: 'backup',
    zh: '备份数据库和照片并核对副本;服务器可以继续运行',
    en: 'copy database and photos and check the copy; the server may go on running',
    options: {
      to: {
        type: 'string',
        value: 'DIR',
        zh: '备份放在此目录下的新子目录中(默认 ./backups)',
        en: 'the backup becomes a new directory below this one (default ./backups)',
      },
    },
    more: [
      '副本包含备份开始前已确认的一切。请把它放到另一块磁盘或另一台机器上。',
      'The copy contains everything acknowledged before it began. Keep it on another disk, or another machine.',
    ],
  },
  async ({ to = 'backups' }, { say }) => {
    const config = readConfig()
    const database = await inspect(config)
    try {
      const photos = join(config.dataDirectory, 'photos')
      const clock = { now: Date.now }
      const made = await makeBackup({ database, openCopy: inspectDirectory, photos, clock }, to)
      const { database: copied, files } = made.manifest
      say(made.directory)
      say(`文件 files ${files.count}, 字节 bytes ${files.bytes}`)
      say(`问题 findings ${copied.counts.findings ?? 0}, 台账 journal ${copied.counts.journal ?? 0}`)
      say('已核对 · checked')
      say(
        `密钥不在备份中,请另行保管 · the key is not in the backup, keep a copy of it apart: ${keyFileOf(config)}`,
      )
      return 0
    } finally {
      await database.close()
    }
  },
)
