/** The columns of the board: what waits for whom, from the report to the closing. */
export const COLUMNS = [
  { name: 'triage', states: ['reported', 'verifying', 'self_handled'] },
  { name: 'dispatch', states: ['registered'] },
  { name: 'receive', states: ['dispatched'] },
  { name: 'handle', states: ['in_progress', 'suspended'] },
  { name: 'check', states: ['rectified'] },
] as const

/** A place on the board. */
export interface Spot {
  readonly column: number
  readonly row: number
}

const MOVES: Readonly<Record<string, readonly [column: number, row: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  k: [0, -1],
  j: [0, 1],
  h: [-1, 0],
  l: [1, 0],
}

/** Where a key leads from a spot; `null` when it leads nowhere. Columns without findings are stepped over. */
export function move(key: string, from: Spot | null, lengths: readonly number[]): Spot | null {
  const step = MOVES[key]
  if (!step) return null
  const first = lengths.findIndex(length => length > 0)
  if (first < 0) return null
  if (from === null) return { column: first, row: 0 }
  const [across, down] = step
  if (down !== 0) {
    const last = (lengths[from.column] ?? 1) - 1
    return { column: from.column, row: Math.min(last, Math.max(0, from.row + down)) }
  }
  for (let column = from.column + across; column >= 0 && column < lengths.length; column += across) {
    const length = lengths[column] ?? 0
    if (length > 0) return { column, row: Math.min(from.row, length - 1) }
  }
  return from
}
