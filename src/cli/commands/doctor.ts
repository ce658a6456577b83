import { statfs } from 'node:fs/promises'
import { composeReading, inspect, keyFileOf } from '../../compose.ts'
import { type Config, readConfig } from '../../config.ts'
import { command } from '../command.ts'
import { examine } from '../doctor/examine.ts'
import { linesOf } from '../doctor/remark.ts'

export const doctor = command(
  {
    name: 'doctor',
    zh: '检查数据库、队列、节假日、磁盘、时钟、邮件和权限,并说明怎么办;不改动任何东西',
    en: 'look at database, queue, calendars, disk, clock, mail and permissions, and say what to do; changes nothing',
    options: {},
    more: ['✓ 正常 fine    ! 应当留意 look at it soon    ✗ 有故障 a fault (exit code 1)'],
  },
  async (_values, { say }) => {
    const config = readConfig()
    let faults = 0
    const remarks = examine({
      clock: { now: Date.now },
      dataDirectory: config.dataDirectory,
      keyFile: keyFileOf(config),
      inspect: () => inspect(config),
      openReading: () => composeReading(config),
      diskSpace: async path => {
        const { bavail, blocks, bsize } = await statfs(path)
        return { free: bavail * bsize, total: blocks * bsize }
      },
      addresses: addressesOf(config),
      queueUrl: config.queueUrl,
      mailUrl: config.smtpUrl,
    })
    for await (const remark of remarks) {
      for (const line of linesOf(remark)) say(line)
      if (remark.level === 'fault') faults += 1
    }
    return faults === 0 ? 0 : 1
  },
)

/* Where the process itself listens, and where browsers reach it: the second one also tells of the proxy. */
function addressesOf({ host, port, publicOrigin }: Config): string[] {
  const own = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  return publicOrigin === null ? [own] : [own, publicOrigin]
}
