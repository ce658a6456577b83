import { sql } from 'drizzle-orm'

interface Statement<Row> {
  execute(values: Record<string, unknown>): PromiseLike<readonly Row[]> | readonly Row[]
}

/** More shapes than people ask in a while; each holds a statement of the database. */
const MOST_SHAPES = 300

/**
 * Statements for questions that differ in what they ask, not only in the values: a filter that is set or not, two paths
 * or three. Each shape is built and prepared once, because building a statement costs several times what it takes to
 * answer it.
 *
 * `prepare` is handed the question with a placeholder wherever a text or a number stands: it may put these into
 * conditions as they are, and must not look into them. Everything else is part of the shape and looks as it was asked:
 * `true`, `false`, `null`, what is missing, how long a list is, and a bigint (for a limit, see `atMost`).
 */
export function preparedPerShape<Question extends object, Row>(
  prepare: (question: Question) => Statement<Row>,
): (question: Question) => Promise<readonly Row[]> {
  const known = new Map<string, Statement<Row>>()
  return async question => {
    const values: Record<string, unknown> = {}
    const shape = shapeOf(question, values)
    let statement = known.get(shape)
    if (!statement) {
      if (known.size >= MOST_SHAPES) known.clear()
      statement = prepare(withPlaceholders(question, { count: 0 }) as Question)
      known.set(shape, statement)
    }
    return statement.execute(values)
  }
}

const isValue = (part: unknown): boolean => typeof part === 'string' || typeof part === 'number'

/* Both walks come upon the values in the same order, so that each finds its name again. */
function shapeOf(part: unknown, values: Record<string, unknown>, count = { count: 0 }): string {
  if (isValue(part)) {
    values[`v${count.count++}`] = part
    return '?'
  }
  if (part === null || typeof part !== 'object') return String(part)
  const shape = Object.entries(part).map(([name, value]) => `${name}:${shapeOf(value, values, count)}`)
  return `${Array.isArray(part) ? 'list' : ''}{${shape.join()}}`
}

function withPlaceholders(part: unknown, count: { count: number }): unknown {
  if (isValue(part)) return sql.placeholder(`v${count.count++}`)
  if (part === null || typeof part !== 'object') return part
  if (Array.isArray(part)) return part.map(value => withPlaceholders(value, count))
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, withPlaceholders(value, count)]),
  )
}
