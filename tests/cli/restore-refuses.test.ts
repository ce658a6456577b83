import { createHash } from 'node:crypto'
import { appendFile, mkdir, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeBackup } from '../../src/app/backup/make-backup.ts'
import { restoreBackup } from '../../src/app/backup/restore-backup.ts'
import { writeSums } from '../../src/app/backup/sums.ts'
import { checkAll, faultOf } from '../../src/app/journal/check-all.ts'
import { compose, inspectDirectory, restoring } from '../../src/compose.ts'
import { liveRandomly, openSetting } from '../support/finding-setting.ts'
import { openHouse } from '../support/house.ts'
import { temporary } from '../support/temporary.ts'

const MINE = { databaseUrl: null }

let from = ''
let place = ''
let target = ''

async function restore(): Promise<unknown> {
  const { knownMigrations, postgres } = await restoring({ dataDirectory: target, ...MINE })
  const replay = async (directory: string | null) => {
    const house = await compose({ dataDirectory: directory ?? '' })
    const faults: string[] = []
    for await (const { name, integrity } of checkAll(house.db.read))
      faults.push(faultOf(name, integrity) ?? '')
    await house.close()
    return faults.filter(fault => fault !== '')
  }
  const deps = { dataDirectory: target, openCopy: inspectDirectory, postgres, knownMigrations, replay }
  return restoreBackup(deps, from)
}

beforeEach(async () => {
  const deps = await openHouse()
  const setting = await openSetting(deps, 'light')
  await liveRandomly(deps, setting, { seed: 7, steps: 15 })
  await mkdir(join(deps.directory, 'photos', 'unfinished'), { recursive: true })
  await writeFile(join(deps.directory, 'photos', 'corridor.full.jpg'), 'a photo')
  await writeFile(join(deps.directory, 'photos', 'unfinished', 'half'), 'half a photo')
  place = await temporary()
  target = join(place, 'data')
  const database = inspectDirectory(deps.directory)
  const photos = join(deps.directory, 'photos')
  const made = await makeBackup(
    { database, openCopy: inspectDirectory, photos, clock: deps.clock },
    join(place, 'b'),
  )
  await database.close()
  from = made.directory
})

/* After a refusal the place is as it was: no data, and nothing half done beside it. */
async function expectNothing(): Promise<void> {
  expect((await readdir(place)).sort()).toEqual(['b'])
}

describe('a restore', () => {
  it('brings back records and photos, and not what was still being uploaded', async () => {
    await restore()
    expect(await readFile(join(target, 'photos', 'corridor.full.jpg'), 'utf8')).toBe('a photo')
    expect(await readdir(join(target, 'photos'))).toEqual(['corridor.full.jpg'])
    const copy = inspectDirectory(target)
    expect((await copy.holdings()).counts.findings).toBeGreaterThan(0)
    await copy.close()
  })

  it('takes an empty directory that is there already', async () => {
    await mkdir(target)
    await restore()
    expect(await readdir(target)).toContain('xuncha.sqlite')
  })

  it('refuses a directory with anything in it, and leaves that alone', async () => {
    await mkdir(target)
    await writeFile(join(target, 'xuncha.sqlite'), 'somebody’s')
    await expect(restore()).rejects.toThrow(/不是空目录.*not empty/s)
    expect(await readFile(join(target, 'xuncha.sqlite'), 'utf8')).toBe('somebody’s')
  })

  it.each([
    ['a database with a byte more', () => appendFile(join(from, 'xuncha.sqlite'), 'x')],
    ['a database that was cut', () => truncate(join(from, 'xuncha.sqlite'), 40_960)],
    ['a photo that is another one', () => writeFile(join(from, 'photos', 'corridor.full.jpg'), 'b photo')],
    ['a file that nobody listed', () => writeFile(join(from, 'photos', 'more.jpg'), 'more')],
    ['a list of files that was changed', () => appendFile(join(from, 'SHA256SUMS'), '\n')],
    ['a manifest that was cut', () => truncate(join(from, 'manifest.json'), 200)],
  ])('refuses %s, and restores nothing', async (_what, damage) => {
    await damage()
    await expect(restore()).rejects.toThrow(/备份/)
    await expectNothing()
  })

  it('refuses a list that leads out of the backup', async () => {
    await resealed(async sums => `${sums}${'0'.repeat(64)}  ../outside\n`)
    await expect(restore()).rejects.toThrow(/SHA256SUMS/)
    await expectNothing()
  })

  it('refuses a history that was rewritten, though every hash of the files is right', async () => {
    const db = new BetterSqlite3(join(from, 'xuncha.sqlite'))
    expect(
      db.prepare("update findings set state = 'closed' where state <> 'closed'").run().changes,
    ).toBeGreaterThan(0)
    db.close()
    await resealed()
    await expect(restore()).rejects.toThrow(/台账与记录不符/)
    await expectNothing()
  })

  it('refuses a database that was damaged before its hash was taken', async () => {
    const file = join(from, 'xuncha.sqlite')
    const handle = await open(file, 'r+')
    await handle.write(Buffer.alloc(8_192, 0xff), 0, 8_192, 12_288)
    await handle.close()
    await resealed()
    await expect(restore()).rejects.toThrow(/备份已损坏/)
    await expectNothing()
  })

  it('refuses a backup of a newer release', async () => {
    await changeManifest(manifest => manifest.database.migrations.push(4_102_444_800_000))
    await expect(restore()).rejects.toThrow(/升级程序/)
    await expectNothing()
  })
})

/* Does what a careful forger would: makes list and manifest agree with the changed files again. */
async function resealed(change: (sums: string) => Promise<string> = async sums => sums): Promise<void> {
  const manifest = JSON.parse(await readFile(join(from, 'manifest.json'), 'utf8'))
  for (const file of ['SHA256SUMS', 'manifest.json']) await rm(join(from, file))
  manifest.files = await writeSums(from)
  const sums = await change(await readFile(join(from, 'SHA256SUMS'), 'utf8'))
  await writeFile(join(from, 'SHA256SUMS'), sums)
  manifest.files.sumsSha256 = createHash('sha256').update(sums).digest('hex')
  await writeFile(join(from, 'manifest.json'), JSON.stringify(manifest))
}

async function changeManifest(
  change: (manifest: { database: { migrations: number[] } }) => void,
): Promise<void> {
  const file = join(from, 'manifest.json')
  const manifest = JSON.parse(await readFile(file, 'utf8'))
  change(manifest)
  await writeFile(file, JSON.stringify(manifest))
}
