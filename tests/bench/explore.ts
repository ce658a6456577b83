import { mkdtempSync } from 'node:fs'
import { openSqlite } from '../../db/sqlite.ts'
import { systemChance } from '../../src/app/chance.ts'
import { buildCommunity } from '../support/community.ts'

const directory = mkdtempSync('/tmp/xx-')
const db = openSqlite({
  directory,
  migrations: new URL('../../db/migrations/sqlite', import.meta.url).pathname,
})
const deps: any = { db, clock: { now: Date.now }, chance: systemChance }
const c = await buildCommunity(deps, (process.argv[2] ?? 'light') as any)
const volunteer = await c.member('王阿姨', ['patroller'])
const manager = await c.member('李经理', ['unit_manager'], {
  unitId: c.units.property,
  affiliation: 'property',
})
const f = await c.report(volunteer)
console.log(f)
if (f.state === 'dispatched') {
  let g = await c.happen(manager, f, { type: 'receive' })
  console.log(g.state, g.clock, g.allowed)
  const after = await c.photo(manager)
  g = await c.happen(manager, f, { type: 'rectify', photoIds: [after], note: '已清走' })
  console.log(g.state, g.clock.state, g.allowed)
  g = await c.happen(volunteer, f, { type: 'check', result: 'pass' })
  console.log(g.state, g.version, g.clock.state, g.allowed)
  try {
    await c.happen(volunteer, f, { type: 'receive' })
  } catch (e: any) {
    console.log(e.code, e.extras)
  }
}
const photoId = await c.photo(volunteer)
for (const n of [200, 4000]) {
  const s = performance.now()
  const t0 = { ...db.tally }
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (let i = 0; i < n / 64; i++) await c.report(volunteer, { photoIds: [photoId] })
    }),
  )
  console.log('create us', ((performance.now() - s) * 1000) / n, db.tally.commits - t0.commits)
}
await db.close()
