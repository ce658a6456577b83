import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Terminal } from './terminal.ts'

/** 0: all is well; 1: something is wrong, or could not be done; 2: the command line was not understood. */
export type ExitCode = 0 | 1 | 2

interface Option {
  readonly type: 'string' | 'boolean'
  readonly multiple?: true
  readonly required?: true
  /** What stands for the value in the help, such as `DIR`. */
  readonly value?: string
  readonly zh: string
  readonly en: string
}
type Options = Readonly<Record<string, Option>>

type ValueOf<O extends Option> = O['type'] extends 'boolean'
  ? boolean
  : O['multiple'] extends true
    ? string[]
    : string
/** What was given on the command line: required options are there, the others may be. */
type Values<Os extends Options> = {
  readonly [Name in keyof Os as Os[Name]['required'] extends true ? Name : never]: ValueOf<Os[Name]>
} & {
  readonly [Name in keyof Os as Os[Name]['required'] extends true ? never : Name]?: ValueOf<Os[Name]>
}

interface Words {
  /** One word or two, such as `member add`. */
  readonly name: string
  readonly zh: string
  readonly en: string
  /** Lines below the options in the help. */
  readonly more?: readonly string[]
}

export interface Command extends Words {
  readonly options: Options
  /** Parses the rest of the command line and does the work; rejects with `WrongUsage` for the former. */
  start(args: readonly string[], terminal: Terminal): Promise<ExitCode>
}

/** The command line could not be meant. */
export class WrongUsage extends Error {}

/** A command with its options, typed by their description. */
export function command<const Os extends Options>(
  words: Words & { readonly options: Os },
  run: (values: Values<Os>, terminal: Terminal) => Promise<ExitCode>,
): Command {
  return {
    ...words,
    start: (args, terminal) => run(parse(words.options, args) as Values<Os>, terminal),
  }
}

function parse(options: Options, args: readonly string[]): Readonly<Record<string, unknown>> {
  const { values } = readArgs({ args: [...args], options, strict: true, allowPositionals: false })
  for (const [name, { required }] of Object.entries(options))
    if (required && values[name] === undefined) throw new WrongUsage(`缺少 --${name}。--${name} is missing.`)
  return values
}

function readArgs(config: ParseArgsConfig): { values: Readonly<Record<string, unknown>> } {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error))
  }
}
