import type { Readable, Writable } from 'node:stream'

/** Where a command speaks and listens. */
export interface Terminal {
  /** A line of the result. */
  say(line: string): void
  /** A line about what is wrong or under way; not part of the result. */
  note(line: string): void
  /** The first line of the standard input: the way a secret comes in without showing in the process list. */
  readSecret(): Promise<string>
}

export function createTerminal(input: Readable, output: Writable, errors: Writable): Terminal {
  return {
    say: line => void output.write(`${line}\n`),
    note: line => void errors.write(`${line}\n`),
    readSecret: async () => {
      let text = ''
      for await (const chunk of input.setEncoding('utf8')) {
        text += String(chunk)
        if (text.includes('\n')) break
      }
      return text.split(/\r?\n/)[0] ?? ''
    },
  }
}
