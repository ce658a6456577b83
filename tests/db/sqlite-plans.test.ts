import { readdirSync, readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { expect, it } from 'vitest'
import * as tables from '../../db/schema/sqlite.ts'
import { readFindings } from '../../db/stores/findings.ts'
import { ALL } from '../../db/stores/visibility.ts'

/** The statements that a use of the store sends, with the plan that SQLite makes for each. */
async function plansOf(use: (spots: ReturnType<typeof readFindings>) => Promise<unknown>): Promise<string[]> {
  const file = new Database(':memory:')
  const folder = new URL('../../db/migrations/sqlite/', import.meta.url)
  for (const name of readdirSync(folder).filter(each => each.endsWith('.sql')))
    file.exec(readFileSync(new URL(name, folder), 'utf8'))
  const sent: { readonly text: string; readonly params: unknown[] }[] = []
  const logger = { logQuery: (text: string, params: unknown[]) => void sent.push({ text, params }) }
  await use(readFindings(drizzle({ client: file, logger }), tables))
  const plans = sent.flatMap(({ text, params }) => {
    const rows = file.prepare(`explain query plan ${text}`).all(...params) as { detail: string }[]
    return rows.map(({ detail }) => detail)
  })
  file.close()
  return plans
}

const spot = { communityId: '社区', placeId: '五层', categoryCode: '0101' }

it.each([
  ['what is open at a spot', 'findings_spot', s => s.openAtSpot(spot)],
  ['what was closed at a spot', 'findings_spot', s => s.closedAtSpot(spot, 1, 2)],
  ['how much there was at a spot', 'findings_spot', s => s.countAtSpot(spot, 1)],
  ['what was merged', 'findings_merged', s => s.mergedInto('社区', '原件')],
] as const satisfies [string, string, (spots: ReturnType<typeof readFindings>) => Promise<unknown>][])(
  '%s is read from %s, not from the whole community',
  async (_, index, use) => {
    const plans = await plansOf(use)
    expect(plans).toHaveLength(1)
    expect(plans[0]).toMatch(
      new RegExp(`^SEARCH findings USING INDEX ${index} \\(community_id=\\? AND \\w+=\\?`),
    )
  },
)

it('what is overdue is counted from its indexes alone, for whoever may see a part of it, and split up', async () => {
  const visible = { ...ALL, everything: false, reporterId: '王阿姨', paths: ['/社区/三幢/'] }
  const plans = await plansOf(async findings => {
    await findings.overdueAt('社区', visible, { reportedFrom: 1, reportedTo: 2 }, 3, 3)
    await findings.overdueGroupsAt('社区', visible, {}, 3, 3)
  })
  const read = plans.filter(plan => plan.includes('findings'))
  expect(read).toHaveLength(4)
  for (const plan of read) expect(plan).toMatch(/USING COVERING INDEX findings_open_(close_)?due /)
})
