import { pinyin } from 'pinyin-pro'
import document from '../app/community/categories.json' with { type: 'json' }

/** Pinyin initials of every category, such as `ldw` of 楼道…: how people search on a phone's keyboard. */
export function generateInitials(): string {
  const leaves = document.domains.flatMap(domain => domain.leaves)
  const initials = Object.fromEntries(
    leaves.map(({ code, name_zh: name }) => [
      code,
      pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase(),
    ]),
  )
  return `${JSON.stringify(initials, null, 2)}\n`
}
