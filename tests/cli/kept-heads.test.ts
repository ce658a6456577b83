import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { liveRandomly, openSetting } from '../support/finding-setting.ts'
import { openHouse } from '../support/house.ts'
import { runXuncha } from '../support/run-xuncha.ts'
import { temporary } from '../support/temporary.ts'

it('shows a database that was put back to an earlier day, to whoever kept its heads elsewhere', async () => {
  const deps = await openHouse()
  const setting = await openSetting(deps, 'light')
  await liveRandomly(deps, setting, { seed: 3, steps: 25 })
  const earlier = { DATA_DIR: await temporary() }
  const db = new BetterSqlite3(join(deps.directory, 'xuncha.sqlite'))
  db.prepare('vacuum into ?').run(join(earlier.DATA_DIR, 'xuncha.sqlite'))
  db.close()

  await liveRandomly(deps, setting, { seed: 4, steps: 5 })
  const now = { DATA_DIR: deps.directory }
  const heads = join(await temporary(), '链首.json')
  expect(await runXuncha(['integrity', '--save', heads], now)).toMatchObject({ code: 0, err: '' })
  expect(await readFile(heads, 'utf8')).toContain(setting.community.id)
  await liveRandomly(deps, setting, { seed: 5, steps: 5 })
  expect(await runXuncha(['integrity', '--against', heads], now)).toMatchObject({ code: 0, err: '' })

  expect(await runXuncha(['integrity'], earlier)).toMatchObject({ code: 0, err: '' })
  expect(await runXuncha(['integrity', '--against', heads], earlier)).toMatchObject({
    code: 1,
    out: expect.stringContaining('no longer goes through the kept head'),
  })
  const backups = await temporary()
  expect(await runXuncha(['backup', '--to', backups], now)).toMatchObject({ code: 0 })
  const manifest = join(backups, (await readdir(backups))[0] ?? '', 'manifest.json')
  expect(await runXuncha(['integrity', '--against', manifest], now)).toMatchObject({ code: 0, err: '' })
  expect(await runXuncha(['integrity', '--against', manifest], earlier)).toMatchObject({ code: 1 })
  expect(await runXuncha(['integrity', '--against', '/nowhere'], now)).toMatchObject({
    code: 1,
    err: expect.stringContaining('/nowhere'),
  })
})
