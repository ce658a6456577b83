import { forgetOld } from '../../app/retention/forget-old.ts'
import { reportRetention } from '../../app/retention/report-retention.ts'
import { RETENTION } from '../../app/retention/rules.ts'
import { composeReading } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { command } from '../command.ts'
import { composeWriting } from '../compose-writing.ts'

const DAY = 86_400_000
const inChinese = (ms: number): string => (ms === 0 ? '即清理' : `${ms / DAY} 天`)
const inEnglish = (ms: number): string => (ms === 0 ? 'at once' : ms === DAY ? '1 day' : `${ms / DAY} days`)

export const retention = command(
  {
    name: 'retention',
    zh: '各类数据保存多久、现在有多少已到期;服务器运行时每小时自动清理',
    en: 'how long each kind of data is kept, and how much has served its time; a running server takes it away every hour',
    options: {
      run: {
        type: 'boolean',
        zh: '立即清理(使用 SQLite 时须先停止服务器)',
        en: 'take it away now (with SQLite the server has to be stopped)',
      },
    },
  },
  async ({ run = false }, { say }) => {
    const config = readConfig()
    const house = run ? await composeWriting(config, null) : await composeReading(config)
    try {
      const clock = { now: Date.now }
      for (const { kind, before, due } of await reportRetention({ db: house.db, clock })) {
        const { zh, en, keptMs } = RETENTION[kind]
        const moment = new Date(before).toISOString()
        say(`${zh} ${inChinese(keptMs)} · ${en}, ${inEnglish(keptMs)}: ${due} 已到期 due (${moment})`)
      }
      if ('photoFiles' in house) {
        await forgetOld(house)
        say('已清理 · taken away')
      }
    } finally {
      await house.close()
    }
    return 0
  },
)
