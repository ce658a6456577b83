import type { Chance } from '../app/deps.ts'
import type { Terminal } from './terminal.ts'

export interface Password {
  readonly words: string
  /** True when it was made here, and somebody has to be told. */
  readonly made: boolean
}

/** 120 bits: nobody guesses it, and it can still be typed. */
const CHARACTERS = 20

/** A password from the standard input, or a new one. Never from the arguments: every user of the machine sees those. */
export async function takePassword(
  { chance }: { readonly chance: Chance },
  fromInput: boolean,
  terminal: Terminal,
): Promise<Password> {
  if (!fromInput) return { words: chance.secret().slice(0, CHARACTERS), made: true }
  const words = await terminal.readSecret()
  if (words === '') throw new Error('标准输入中没有密码。There was no password on the standard input.')
  return { words, made: false }
}

/** Shows a password that was made here, this once. */
export function tellPassword({ words, made }: Password, { say }: Terminal): void {
  if (made) say(`密码(只显示这一次)· password, shown this once: ${words}`)
}
