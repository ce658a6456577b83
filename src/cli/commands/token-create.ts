import { onBehalfOf } from '../../app/people/console.ts'
import { createToken } from '../../app/people/create-token.ts'
import { readConfig } from '../../config.ts'
import { command, WrongUsage } from '../command.ts'
import { composeWriting, curl } from '../compose-writing.ts'
import { findLogin } from '../find-login.ts'

const DAY_MS = 86_400_000

export const tokenCreate = command(
  {
    name: 'token create',
    zh: '为成员创建接口令牌,只显示一次',
    en: 'make an API token for a member, shown this once',
    options: {
      login: { type: 'string', value: 'LOGIN', required: true, zh: '登录名', en: 'login' },
      name: { type: 'string', value: 'NAME', required: true, zh: '令牌用途', en: 'what the token is for' },
      days: {
        type: 'string',
        value: 'N',
        zh: '有效天数(默认不限)',
        en: 'days it is valid (default: without end)',
      },
    },
  },
  async ({ login, name, days }, terminal) => {
    if (days !== undefined && !/^[1-9]\d{0,4}$/.test(days))
      throw new WrongUsage('--days 须为正整数。--days has to be a whole number above 0.')
    const config = readConfig()
    const house = await composeWriting(config, curl(config, 'POST', '/tokens', { name }))
    try {
      const member = await findLogin(house.db.read, login)
      if (!member.active) throw new Error(`${login} 已停用。${login} is deactivated.`)
      const expiresAt =
        days === undefined ? null : new Date(house.clock.now() + Number(days) * DAY_MS).toISOString()
      const { token } = await house.db.transaction(tx =>
        createToken(house, tx, onBehalfOf(house.seal, member), { name, expiresAt }),
      )
      terminal.note('令牌(只显示这一次)· the token, shown this once:')
      terminal.say(token)
      return 0
    } finally {
      await house.close()
    }
  },
)
