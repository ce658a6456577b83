import { type ShallowRef, shallowRef } from 'vue'

/** What was just done, and the way back from it. */
export interface Done {
  readonly words: string
  readonly undo?: () => Promise<void>
}

/** One for all settings: it stays to be seen when the page that did it has given way to the list. */
const last: ShallowRef<Done | null> = shallowRef(null)

export function useDone(): {
  readonly last: ShallowRef<Done | null>
  tell(words: string, undo?: () => Promise<void>): void
} {
  return {
    last,
    tell: (words, undo) => {
      last.value = undo ? { words, undo } : { words }
    },
  }
}
