import { CATALOGUE } from '../app/catalogue.ts'
import { AppError } from '../app/errors.ts'

/** A refusal in both languages, with the places that are wrong; any other error as it came. */
export function inWords(thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown
  const { zh, en } = CATALOGUE[thrown.code]
  const { values = {}, errors = [] } = thrown.extras
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  const places = errors.map(({ pointer, detail }) => `  ${pointer} ${detail}`)
  return new Error([`${fill(zh.join(' '))}`, `${fill(en.join(' '))}`, ...places].join('\n'))
}
