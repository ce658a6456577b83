import { invalidValue } from './errors.ts'

/** Packs where a page ended into a word that clients hand back unread. */
export function writeCursor(at: object): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url')
}

/** Unpacks it; anything that was not made by `writeCursor` is refused. */
export function readCursor<At extends object>(
  cursor: string | undefined,
  fields: readonly (keyof At & string)[],
): At | null {
  if (cursor === undefined) return null
  try {
    const at: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (at !== null && typeof at === 'object' && fields.every(name => isPlain((at as At)[name])))
      return at as At
  } catch {
    // Falls through to the refusal.
  }
  throw invalidValue('/cursor', 'not a cursor of this list; begin again without one')
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
