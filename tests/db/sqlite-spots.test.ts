import { readdirSync, readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { expect, it } from 'vitest'
import * as tables from '../../db/schema/sqlite.ts'
import { readSpots } from '../../db/stores/finding-spots.ts'

/** The statements that a use of the store sends, with the plan that SQLite makes for each. */
async function plansOf(use: (spots: ReturnType<typeof readSpots>) => Promise<unknown>): Promise<string[]> {
  const file = new Database(':memory:')
  const folder = new URL('../../db/migrations/sqlite/', import.meta.url)
  for (const name of readdirSync(folder).filter(each => each.endsWith('.sql')))
    file.exec(readFileSync(new URL(name, folder), 'utf8'))
  const sent: { readonly text: string; readonly params: unknown[] }[] = []
  const logger = { logQuery: (text: string, params: unknown[]) => void sent.push({ text, params }) }
  await use(readSpots(drizzle({ client: file, logger }), tables))
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
] as const satisfies [string, string, (spots: ReturnType<typeof readSpots>) => Promise<unknown>][])(
  '%s is read from %s, not from the whole community',
  async (_, index, use) => {
    const plans = await plansOf(use)
    expect(plans).toHaveLength(1)
    expect(plans[0]).toMatch(
      new RegExp(`^SEARCH findings USING INDEX ${index} \\(community_id=\\? AND \\w+=\\?`),
    )
  },
)
