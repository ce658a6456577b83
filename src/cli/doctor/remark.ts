/** fine: ✓; warning: it works, look at it soon; fault: it does not work, or will not for long. */
type Level = 'fine' | 'warning' | 'fault'

/** One line of the doctor's. */
export interface Remark {
  readonly level: Level
  readonly zh: string
  readonly en: string
  /** What to do about it, in both languages. */
  readonly todo?: string
}

const SIGNS: Readonly<Record<Level, string>> = { fine: '✓', warning: '!', fault: '✗' }

/** A remark as it is printed. */
export function linesOf({ level, zh, en, todo }: Remark): string[] {
  return [`${SIGNS[level]} ${zh} · ${en}`, ...(todo === undefined ? [] : [`    → ${todo}`])]
}

/** What an error says, short enough for a line; fetch hides the reason one level down. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const inner = cause instanceof Error ? cause.message : ''
  return (inner || error.message || error.name).split('\n')[0] ?? ''
}
