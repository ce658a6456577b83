import { inspect } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { command } from '../command.ts'
import { composeWriting } from '../compose-writing.ts'

export const migrate = command(
  {
    name: 'migrate',
    zh: '把数据库更新到本版本的结构;服务器启动时也会自动进行',
    en: 'bring the database to this release’s tables; a starting server does the same',
    options: {},
  },
  async (_values, { say }) => {
    const config = readConfig()
    const before = await pending(config)
    await (await composeWriting(config, null)).close()
    if (before === null) say('已建立数据库 · the database was created')
    else if (before.length === 0) say('已是最新 · up to date')
    else say(`已执行 ${before.length} 项迁移 · migrations taken: ${before.join(', ')}`)
    return 0
  },
)

/* `null` when there is no database yet; what else is wrong with it is told when it is opened for writing. */
async function pending(config: ReturnType<typeof readConfig>): Promise<readonly string[] | null> {
  try {
    const inspection = await inspect(config)
    return await inspection.pendingMigrations().finally(() => inspection.close())
  } catch {
    return null
  }
}
