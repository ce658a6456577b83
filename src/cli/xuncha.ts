#!/usr/bin/env node
import { WrongUsage } from './command.ts'
import { COMMANDS } from './commands/index.ts'
import { manual, overview } from './help.ts'
import { inWords } from './in-words.ts'
import { createTerminal, type Terminal } from './terminal.ts'

/* The operator's commands. Each page of commands/ is one of them; this one finds it. */

async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const found = COMMANDS.find(({ name }) => name.split(' ').every((word, n) => args[n] === word))
  if (!found) {
    const asked = args.length > 0 && args.every(word => ['help', '--help', '-h'].includes(word))
    if (!asked && args.length > 0) terminal.note(`没有这个命令 · no such command: ${args[0]}\n`)
    for (const line of overview(COMMANDS)) asked ? terminal.say(line) : terminal.note(line)
    return asked ? 0 : 2
  }
  const rest = args.slice(found.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) {
    for (const line of manual(found)) terminal.say(line)
    return 0
  }
  try {
    return await found.start(rest, terminal)
  } catch (thrown) {
    const error = inWords(thrown)
    terminal.note(error instanceof Error ? error.message : String(error))
    if (!(error instanceof WrongUsage)) return 1
    terminal.note(`xuncha ${found.name} --help`)
    return 2
  }
}

process.exitCode = await main(
  process.argv.slice(2),
  createTerminal(process.stdin, process.stdout, process.stderr),
)
