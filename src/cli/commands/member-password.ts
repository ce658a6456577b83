import { CONSOLE } from '../../app/people/console.ts'
import { prepareNewPassword } from '../../app/people/new-password.ts'
import { resetPassword } from '../../app/people/reset-password.ts'
import { readConfig } from '../../config.ts'
import { command } from '../command.ts'
import { composeWriting, curl } from '../compose-writing.ts'
import { findLogin } from '../find-login.ts'
import { takePassword, tellPassword } from '../take-password.ts'

export const memberPassword = command(
  {
    name: 'member password',
    zh: '给成员一个新密码;其会话和令牌全部失效',
    en: 'give a member a new password; all their sessions and tokens end',
    options: {
      login: { type: 'string', value: 'LOGIN', required: true, zh: '登录名', en: 'login' },
      'password-stdin': {
        type: 'boolean',
        zh: '从标准输入读取密码',
        en: 'read the password from the standard input',
      },
    },
    more: [
      '不带 --password-stdin 时生成密码并只显示一次。',
      'Without --password-stdin a password is made and shown once.',
    ],
  },
  async ({ login, 'password-stdin': fromInput = false }, terminal) => {
    const config = readConfig()
    const house = await composeWriting(
      config,
      curl(config, 'PUT', '/members/<id>/password', { password: '…' }),
    )
    try {
      const { id } = await findLogin(house.db.read, login)
      const password = await takePassword(house, fromInput, terminal)
      const prepared = await prepareNewPassword(house.passwords, CONSOLE, password.words)
      await house.db.transaction(tx =>
        resetPassword(house, tx, CONSOLE, { memberId: id, password: prepared }),
      )
      terminal.say(`已修改 · changed: ${login}`)
      tellPassword(password, terminal)
      return 0
    } finally {
      await house.close()
    }
  },
)
