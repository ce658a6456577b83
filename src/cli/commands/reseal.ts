import { addKey } from '../../app/sealing/key-file.ts'
import { reseal as sealAnew } from '../../app/sealing/reseal.ts'
import { keyFileOf } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { command } from '../command.ts'
import { composeWriting } from '../compose-writing.ts'

export const reseal = command(
  {
    name: 'reseal',
    zh: '用当前密钥重新加密姓名、电话、邮箱、打卡位置和轨迹(须先停止服务器)',
    en: 'seal names, phone numbers, e-mail addresses, check-ins and tracks with the key in use (the server has to be stopped)',
    options: {
      'new-key': {
        type: 'boolean',
        zh: '先在密钥文件中加入一个新密钥',
        en: 'put a new key into the key file first',
      },
      'forget-lost': {
        type: 'boolean',
        zh: '删除已无密钥可解的内容',
        en: 'take away what no key opens any more',
      },
    },
    more: [
      '旧密钥须留在文件中:照片原件仍用它们打开。',
      'Older keys stay in the file: the originals of photos are opened with them.',
    ],
  },
  async ({ 'new-key': newKey = false, 'forget-lost': forgetLost = false }, { say }) => {
    const config = readConfig()
    const house = await composeWriting(config, null)
    try {
      // Before the first value is closed: the keys are read when the seal first needs them.
      if (newKey) addKey(keyFileOf(config))
      const { sealed, lost } = await sealAnew(house, { forgetLost })
      say(`已重新加密 sealed ${sealed}, 已删除 taken away ${lost}`)
      say(`密钥文件 key file: ${keyFileOf(config)}`)
      return 0
    } finally {
      await house.close()
    }
  },
)
