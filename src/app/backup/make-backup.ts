import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Holdings, Inspection } from '../deps.ts'
import { copyDurably, listFiles, settle } from './files.ts'
import { DATABASE_IN_BACKUP, MANIFEST, type Manifest } from './manifest.ts'
import { reaches } from './reaches.ts'
import { writeSums } from './sums.ts'

export interface BackupDeps {
  readonly database: Inspection
  /** Opens the copy of an embedded database to look at it. */
  readonly openCopy: (directory: string) => Inspection
  /** Directory of the photos; it may be missing. */
  readonly photos: string
  readonly clock: Clock
}

/** Photos that somebody is still writing; what is whole lies elsewhere. */
const UNFINISHED_PHOTOS = ['unfinished']

/**
 * Copies database and photos into a new directory below `to`, while the program goes on. The copy contains everything
 * that was acknowledged before it began. It is opened and checked before it counts as one; when anything is wrong,
 * nothing stays behind. Gives the directory and its manifest.
 *
 * The database comes first: a photo's files are on disk before a row names them, so that every photo of the copied
 * rows is among the photos copied afterwards.
 */
export async function makeBackup(
  deps: BackupDeps,
  to: string,
): Promise<{ directory: string; manifest: Manifest }> {
  const { database, photos, clock } = deps
  const madeAt = new Date(clock.now()).toISOString()
  const name = `xuncha-${madeAt.replace(/[:.]/g, '-')}`
  const unfinished = join(to, `.unfinished-${name}`)
  await mkdir(to, { recursive: true, mode: 0o700 })
  await mkdir(unfinished, { mode: 0o700 })
  try {
    const holdings = await copyDatabase(deps, unfinished)
    for (const file of await listFiles(photos, UNFINISHED_PHOTOS))
      await copyDurably(join(photos, file), join(unfinished, 'photos', file))
    const files = await writeSums(unfinished)
    const manifest: Manifest = {
      format: 1,
      madeAt,
      database: {
        kind: database.kind,
        migrations: [...holdings.migrations],
        heads: [...holdings.heads],
        counts: holdings.counts,
      },
      files,
    }
    await writeFile(join(unfinished, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    await settle(join(unfinished, MANIFEST))
    await settle(unfinished)
    const directory = join(to, name)
    await rename(unfinished, directory)
    await settle(to)
    return { directory, manifest }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

async function copyDatabase({ database, openCopy }: BackupDeps, directory: string): Promise<Holdings> {
  const before = await database.holdings()
  const copied = await database.copyTo(join(directory, DATABASE_IN_BACKUP[database.kind]))
  if (!reaches(copied.heads, before.heads))
    throw new Error(
      '副本缺少备份开始前的记录,备份作废。The copy lacks entries from before the backup began; it was thrown away.',
    )
  if (database.kind === 'postgres') return copied
  const copy = openCopy(directory)
  try {
    const faults = await copy.faults()
    if (faults.length > 0)
      throw new Error(
        `副本未通过数据库自检,备份作废;请运行 xuncha integrity。The copy does not pass the database's own checks and was thrown away; run xuncha integrity. ${faults.slice(0, 3).join('; ')}`,
      )
    return copied
  } finally {
    await copy.close()
  }
}
