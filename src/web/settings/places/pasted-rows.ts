import type { Place } from '../../api/client.ts'
import { type Kind, kindBelow } from './place-kinds.ts'

/*
 * Rows out of a spreadsheet: one place a row, its column the level it lies on, what lies above it to its left. Merged
 * cells arrive as empty ones, so an empty cell to the left of a filled one means what stood there in the row before.
 */

interface PastedRow {
  /** As counted in what was pasted, from 1. */
  readonly line: number
  readonly cells: readonly string[]
  readonly problem: 'gap' | 'long' | 'control' | 'twice' | 'deep' | null
  /** How many places this row adds. */
  readonly added: number
}

/** A place that does not exist yet. `parent` is the key of another new one, or the id of a known one. */
interface NewPlace {
  readonly key: string
  readonly parent: { readonly key: string } | { readonly id: string }
  readonly kind: Kind
  readonly name: string
  readonly line: number
}

export interface Pasted {
  readonly kinds: readonly Kind[]
  readonly rows: readonly PastedRow[]
  readonly places: readonly NewPlace[]
}

const MOST_LEVELS = 12
const LONGEST = 100

/** Cells of what was copied: columns part at tabs, or at commas where there is no tab. */
export function cellsOf(text: string): { readonly line: number; readonly cells: readonly string[] }[] {
  const lines = text.split(/\r\n|\n|\r/)
  const apart = lines.some(line => line.includes('\t')) ? /\t/ : /[,\uFF0C]/
  return lines
    .map((line, at) => {
      const cells = line.split(apart).map(cell => cell.trim())
      return { line: at + 1, cells: cells.slice(0, cells.findLastIndex(cell => cell !== '') + 1) }
    })
    .filter(({ cells }) => cells.length > 0)
}

/** The kind that a heading names, in either language; `headings` gives what each kind is called. */
export function kindOfHeading(
  heading: string,
  headings: readonly (readonly [kind: Kind, names: readonly string[]])[],
): Kind | null {
  const word = heading.trim().toLowerCase()
  return headings.find(([, names]) => names.some(name => name.toLowerCase() === word))?.[0] ?? null
}

/** What each column holds when nobody says it: what usually lies below the place, and so on down. */
export function usualKinds(top: Place['kind'], columns: number): Kind[] {
  const kinds: Kind[] = []
  for (let at: Place['kind'] = top; kinds.length < columns; ) {
    const kind = kindBelow(at)
    kinds.push(kind)
    at = kind
  }
  return kinds
}

/** What rows would add below a place, and what is wrong with each of them. Pure: nothing is sent. */
export function readRows(
  given: readonly { readonly line: number; readonly cells: readonly string[] }[],
  {
    top,
    places,
    kinds,
  }: { readonly top: Place; readonly places: readonly Place[]; readonly kinds: readonly Kind[] },
): Pasted {
  const known = new Map(places.map(({ parentId, name, id }) => [`${parentId} ${name}`, id]))
  const added: NewPlace[] = []
  const newKeys = new Set<string>()
  const whole = new Set<string>()
  const depth = top.path.split('/').length - 2
  let before: readonly string[] = []

  const rows = given.map(({ line, cells }): PastedRow => {
    const filled = cells.map((cell, at) =>
      cell === '' && cells.slice(0, at).every(each => each === '') ? (before[at] ?? '') : cell,
    )
    const problem = problemOf(filled, depth)
    if (problem) return { line, cells: filled, problem, added: 0 }
    before = filled
    const key = filled.join('/')
    if (whole.has(key)) return { line, cells: filled, problem: 'twice', added: 0 }
    whole.add(key)
    let parent: NewPlace['parent'] = { id: top.id }
    let count = 0
    filled.forEach((name, at) => {
      const own = filled.slice(0, at + 1).join('/')
      const id = 'id' in parent ? known.get(`${parent.id} ${name}`) : undefined
      if (id !== undefined) parent = { id }
      else {
        if (!newKeys.has(own)) {
          newKeys.add(own)
          added.push({ key: own, parent, kind: kinds[at] ?? 'spot', name, line })
          count += 1
        }
        parent = { key: own }
      }
    })
    return { line, cells: filled, problem: null, added: count }
  })
  return { kinds, rows, places: added }
}

function problemOf(cells: readonly string[], depth: number): PastedRow['problem'] {
  if (cells.some(cell => cell === '')) return 'gap'
  if (cells.some(cell => [...cell].length > LONGEST)) return 'long'
  if (cells.some(cell => /\p{Cc}/u.test(cell))) return 'control'
  if (depth + cells.length > MOST_LEVELS) return 'deep'
  return null
}
