import type { Deps } from '../deps.ts'
import { endOf, RETAINED, type Retained } from './rules.ts'

/** What a run at this moment would take away of one kind. */
interface RetentionLine {
  readonly kind: Retained
  /** What ended before it goes; milliseconds since 1970. */
  readonly before: number
  /** Rows; for originals, photos. */
  readonly due: number
}

/** The dry run: counts what has served its time and takes nothing away. */
export async function reportRetention({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<RetentionLine[]> {
  const now = clock.now()
  const { retention } = db.read
  const lines: RetentionLine[] = []
  for (const kind of RETAINED) {
    const before = endOf(kind, now)
    const due = await (kind === 'originals'
      ? retention.countOriginals(before)
      : retention.countRows(kind, before))
    lines.push({ kind, before, due })
  }
  return lines
}
