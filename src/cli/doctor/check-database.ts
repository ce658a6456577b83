import type { Inspection } from '../../app/deps.ts'
import { type Remark, wordsOf } from './remark.ts'

/** Reachable, writable, up to date, and who holds it. */
export async function checkDatabase(inspection: Inspection): Promise<Remark[]> {
  const remarks: Remark[] = []
  const held = await inspection.isHeld()
  try {
    await inspection.requireWritable()
    const [zh, en] = held ? ['(服务器正在使用)', ' (a server holds it)'] : ['', '']
    remarks.push({
      level: 'fine',
      zh: `数据库可读写${zh}`,
      en: `the database can be read and written${en}: ${inspection.kind}`,
    })
  } catch (error) {
    remarks.push({
      level: 'fault',
      zh: '数据库不可写',
      en: `the database cannot be written: ${wordsOf(error)}`,
      todo: '检查所属用户、权限和磁盘挂载方式 · check its owner, its permissions and how the disk is mounted',
    })
  }
  const pending = await inspection.pendingMigrations()
  remarks.push(
    pending.length === 0
      ? { level: 'fine', zh: '表结构是最新的', en: 'no migration is pending' }
      : {
          level: 'fault',
          zh: `有 ${pending.length} 项迁移未执行`,
          en: `migrations are pending: ${pending.join(', ')}`,
          todo: held
            ? '重启服务器,或停止后运行 xuncha migrate · restart the server, or stop it and run xuncha migrate'
            : 'xuncha backup, xuncha migrate',
        },
  )
  return remarks
}
