import type { Command } from './command.ts'

const EXIT_CODES = [
  '退出码 · Exit codes',
  '  0  正常 · all is well',
  '  1  发现问题或未能完成 · something is wrong, or could not be done',
  '  2  用法错误 · the command line was not understood',
]

/** All commands at a glance. */
export function overview(commands: readonly Command[]): string[] {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    '巡查 · Xuncha',
    '用法 · Usage: xuncha <command> [options]        (npm run xuncha -- <command> [options])',
    '',
    ...commands.flatMap(({ name, zh, en }) => [
      `  ${name.padEnd(width)}  ${zh}`,
      `  ${' '.repeat(width)}  ${en}`,
    ]),
    '',
    'xuncha <command> --help 显示选项 · shows the options. 设置来自环境变量,与服务器相同。',
    'Settings come from the environment, the same as the server’s.',
    '',
    ...EXIT_CODES,
  ]
}

/** One command with its options. */
export function manual({ name, zh, en, options, more = [] }: Command): string[] {
  const list = Object.entries(options)
  const shown = list.map(([option, { value, required }]) => {
    const written = `--${option}${value ? ` ${value}` : ''}`
    return required ? written : `[${written}]`
  })
  return [
    `用法 · Usage: xuncha ${[name, ...shown].join(' ')}`,
    '',
    zh,
    en,
    ...(list.length > 0 ? [''] : []),
    ...list.flatMap(([option, each]) => [
      `  --${option}${each.value ? ` ${each.value}` : ''}${each.multiple ? ' …' : ''}`,
      `      ${each.zh}`,
      `      ${each.en}`,
    ]),
    ...(more.length > 0 ? ['', ...more] : []),
    '',
    ...EXIT_CODES,
  ]
}
