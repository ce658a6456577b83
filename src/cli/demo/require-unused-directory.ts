import { readdirSync } from 'node:fs'

const DATABASE = 'xuncha.sqlite'

/** Refuses to mix the demo with anybody's data: the directory has to be missing or empty. */
export function requireUnusedDirectory(directory: string): void {
  const names = listNames(directory)
  if (names.length === 0) return
  const [zh, en] = names.includes(DATABASE)
    ? ['已有数据库', 'holds a database already']
    : ['不是空目录', 'is not empty']
  throw new Error(
    [
      `${directory} ${zh},演示数据不会写入其中。请用 DATA_DIR 指定一个新目录,例如:`,
      `${directory} ${en}; the demo does not write into it. Name a new directory with DATA_DIR:`,
      '  DATA_DIR=./demo-data npm run demo',
    ].join('\n'),
  )
}

function listNames(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
