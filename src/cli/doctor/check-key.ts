import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Remark } from './remark.ts'

const OTHERS = 0o077

/** The key opens every phone number, address, track and original: nobody but the program's account has business with it. */
export async function checkKey(file: string, dataDirectory: string): Promise<Remark> {
  const found = await stat(file).catch(() => null)
  if (found === null)
    return {
      level: 'warning',
      zh: '还没有密钥文件,首次启动时生成',
      en: 'there is no key file yet, the first start makes it',
      todo: `若已有备份的密钥,请先放回 · if you have kept one, put it back first: ${file}`,
    }
  if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0)
    return {
      level: 'fault',
      zh: '其他账号可以读取密钥文件',
      en: 'other accounts may read the key file',
      todo: `chmod 600 ${file}`,
    }
  const beside = dirname(resolve(file)) === resolve(dataDirectory)
  return {
    level: 'fine',
    zh: beside ? '密钥与数据同在一处,备份不含它' : '密钥与数据分开存放',
    en: beside ? 'the key lies beside the data; no backup holds it' : 'the key lies apart from the data',
  }
}
