/** What a column can mean, with the headings by which it is known. */
interface Field {
  /** Whether a row makes no sense without it. */
  readonly required: boolean
  readonly headings: readonly string[]
}
export type Fields = Readonly<Record<string, Field>>

/** Where a field comes from: a column, or the same words for every row; and what the list's own words stand for. */
interface FieldSource {
  readonly column?: string
  readonly constant?: string
  readonly values?: Readonly<Record<string, string>>
}
export type Mapping = Readonly<Record<string, FieldSource>>

const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s:*_-]/g, '')

/** What the headings themselves say; a field that no heading names is left out. */
export function guessMapping(fields: Fields, headings: readonly string[]): Mapping {
  const guessed = Object.entries(fields).flatMap(([field, { headings: known }]) => {
    for (const name of known) {
      const column = headings.find(heading => plain(heading) === plain(name))
      if (column !== undefined) return [[field, { column }] as const]
    }
    return []
  })
  return Object.fromEntries(guessed)
}
