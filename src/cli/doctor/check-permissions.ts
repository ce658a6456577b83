import { stat } from 'node:fs/promises'
import type { Remark } from './remark.ts'

const OTHERS = 0o077

/** The data directory holds names, phone numbers and photos: nobody but the program's account has business there. */
export async function checkPermissions(directory: string): Promise<Remark> {
  const { mode } = await stat(directory)
  if (process.platform === 'win32' || (mode & OTHERS) === 0)
    return {
      level: 'fine',
      zh: '数据目录只有本账号可读',
      en: 'only this account can read the data directory',
    }
  return {
    level: 'warning',
    zh: '其他账号可以进入数据目录',
    en: `other accounts may enter the data directory (mode ${(mode & 0o777).toString(8)})`,
    todo: `chmod 700 ${directory}`,
  }
}
