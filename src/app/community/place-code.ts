import { invalidValue } from '../errors.ts'

/**
 * Letters, digits, Chinese characters, `-` and `_`; full-width forms are taken as the half-width ones they
 * look like. Codes become parts of a path, so nothing that sorts around `/` may get in.
 */
export const CODE_PATTERN = '^[A-Za-z0-9_\\-Ａ-Ｚａ-ｚ０-９＿－\\p{Script=Han}]{1,32}$'
const code = new RegExp(CODE_PATTERN, 'u')

/** The one form of a code that somebody typed (Unicode NFKC), or a refusal. */
export function codeOf(text: string, pointer = '/code'): string {
  if (!code.test(text))
    throw invalidValue(pointer, 'a code has 1 to 32 letters, digits, Chinese characters, - or _')
  return text.normalize('NFKC')
}
