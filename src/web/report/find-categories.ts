import type { Category } from '../api/client.ts'
import initials from './initials.json' with { type: 'json' }

const INITIALS: Readonly<Record<string, string>> = initials

/** Categories that somebody means by these letters: Chinese or English words, a code, or pinyin initials. */
export function findCategories(categories: readonly Category[], wanted: string): readonly Category[] {
  const words = wanted.trim().toLowerCase()
  if (words === '') return categories
  const letters = words.replace(/\s+/g, '')
  return categories.filter(
    ({ code, nameZh, nameEn, keywords }) =>
      nameZh.includes(letters) ||
      keywords.includes(letters) ||
      nameEn.toLowerCase().includes(words) ||
      code.startsWith(letters) ||
      (INITIALS[code] ?? '').includes(letters),
  )
}
