import type { Mapping } from './columns.ts'
import type { Row } from './read-table.ts'

/** What is wrong with a row: in which column, what was read there, and what to do. */
export interface Problem {
  readonly field: string
  readonly column: string | null
  readonly read: string
  readonly zh: string
  readonly en: string
}

/** The cells of one row by what they mean, and what turns out to be wrong with them. */
export interface Cells {
  /** The words of a field, as its mapping translates them; empty when there are none. */
  words(field: string): string
  /** What a field names among things that are known by name; null when it names none of them. */
  named<Item>(field: string, known: ReadonlyMap<string, Item>): Item | null
  /** Says what is wrong with a field. */
  wrong(field: string, zh: string, en: string): void
  readonly problems: readonly Problem[]
  /** The row as it was written. */
  readonly row: Row
}

/** The form in which names are compared. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

export function readCells(row: Row, columns: ReadonlyMap<string, number>, mapping: Mapping): Cells {
  const problems: Problem[] = []
  const written = (field: string): string => {
    const source = mapping[field]
    if (!source) return ''
    return source.constant ?? row.cells[columns.get(source.column ?? '') ?? -1] ?? ''
  }
  const words = (field: string): string => mapping[field]?.values?.[written(field)] ?? written(field)
  return {
    row,
    problems,
    words,
    named: (field, known) => (words(field) === '' ? null : (known.get(nameKey(words(field))) ?? null)),
    wrong: (field, zh, en) => {
      problems.push({ field, column: mapping[field]?.column ?? null, read: written(field), zh, en })
    },
  }
}
