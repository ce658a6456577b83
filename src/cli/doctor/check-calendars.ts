import { localDay } from '../../../machines/zone.ts'
import { communityOfRow } from '../../app/community/community.ts'
import type { Clock, Reader } from '../../app/deps.ts'
import { inPages } from '../../app/in-pages.ts'
import type { Remark } from './remark.ts'

type Row = Awaited<ReturnType<Reader['setup']['listCommunities']>>[number]

/** The next year's public holidays are published in November. */
const NEXT_YEAR_FROM_MONTH = 11

/** How many years of public holidays each community still has: without them deadlines count by weekdays alone. */
export async function checkCalendars(read: Reader, clock: Clock): Promise<Remark[]> {
  const remarks: Remark[] = []
  const rows = inPages<Row>((last, limit) => read.setup.listCommunities(last?.id ?? '', limit))
  for await (const row of rows) if (row.active) remarks.push(checkOne(row, clock))
  return remarks
}

function checkOne(row: Row, clock: Clock): Remark {
  const { calendar } = communityOfRow(row)
  const [year = 0, month = 0] = localDay(clock.now(), calendar.timeZone).split('-').map(Number)
  let until = year - 1
  while (calendar.coveredYears.includes(until + 1)) until += 1
  const todo = `补充节假日 · add the public holidays: PATCH /api/v1/communities/${row.id}/calendar, 或升级程序 · or upgrade the program`
  if (until < year)
    return {
      level: 'fault',
      zh: `${row.name}:缺少 ${year} 年的节假日,期限只按星期计算`,
      en: `${row.code}: the public holidays of ${year} are missing, deadlines count by weekdays alone`,
      todo,
    }
  if (until === year && month >= NEXT_YEAR_FROM_MONTH)
    return {
      level: 'warning',
      zh: `${row.name}:缺少 ${year + 1} 年的节假日`,
      en: `${row.code}: the public holidays of ${year + 1} are missing`,
      todo,
    }
  return {
    level: 'fine',
    zh: `${row.name}:节假日到 ${until} 年`,
    en: `${row.code}: public holidays known to ${until}`,
  }
}
