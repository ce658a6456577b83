import { localDay } from '../../machines/zone.ts'
import { communityOfRow } from './community.ts'
import type { Clock, Reader } from './deps.ts'

/** A community whose holidays are running out. */
export interface ThinCalendar {
  readonly communityId: string
  /** Years from this one on whose public holidays are known, without a gap; 0 when this year's are not. */
  readonly yearsLeft: number
}

const COMMUNITIES_A_READ = 200
/** The next year's holidays are published in November; from December on they should be here. */
const REMINDED_FROM_MONTH = 12

/**
 * The active communities whose working calendar lacks this year's public holidays, or in December the next
 * year's. Their deadlines count by weekdays and slots alone (domain.md, Decision 13).
 */
export async function listThinCalendars({
  read,
  clock,
}: {
  read: Reader
  clock: Clock
}): Promise<ThinCalendar[]> {
  const thin: ThinCalendar[] = []
  for (let after = ''; ; ) {
    const rows = await read.setup.listCommunities(after, COMMUNITIES_A_READ)
    for (const row of rows) {
      const { calendar } = communityOfRow(row)
      const [year = 0, month = 0] = localDay(clock.now(), calendar.timeZone).split('-').map(Number)
      let yearsLeft = 0
      while (calendar.coveredYears.includes(year + yearsLeft)) yearsLeft += 1
      const enough = month >= REMINDED_FROM_MONTH ? 2 : 1
      if (row.active && yearsLeft < enough) thin.push({ communityId: row.id, yearsLeft })
    }
    const last = rows.at(-1)
    if (rows.length < COMMUNITIES_A_READ || !last) return thin
    after = last.id
  }
}
