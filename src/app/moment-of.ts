import { invalidValue } from './errors.ts'

/** An instant of the contract as milliseconds since 1970; the leap second that RFC 3339 knows and we do not is refused. */
export function momentOf(pointer: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw invalidValue(pointer, 'not a moment that can be reckoned with')
  return at
}
