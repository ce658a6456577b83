import { localDay } from '../../../machines/zone.ts'
import type { Clock, Reader } from '../deps.ts'
import { communityOfRow } from './community.ts'

const COMMUNITIES_A_READ = 200
/** The next year's holidays are published in November; from December on they should be here. */
const REMINDED_FROM_MONTH = 12

/**
 * How many active communities have a working calendar that lacks this year's public holidays, or in December the
 * next year's. Their deadlines count by weekdays and slots alone (domain.md, Decision 13).
 */
export async function countThinCalendars({ read, clock }: { read: Reader; clock: Clock }): Promise<number> {
  let thin = 0
  for (let after = ''; ; ) {
    const rows = await read.setup.listCommunities(after, COMMUNITIES_A_READ)
    for (const row of rows) {
      const { calendar } = communityOfRow(row)
      const [year = 0, month = 0] = localDay(clock.now(), calendar.timeZone).split('-').map(Number)
      const years = month >= REMINDED_FROM_MONTH ? [year, year + 1] : [year]
      if (row.active && !years.every(wanted => calendar.coveredYears.includes(wanted))) thin += 1
    }
    const last = rows.at(-1)
    if (rows.length < COMMUNITIES_A_READ || !last) return thin
    after = last.id
  }
}
