import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Holdings, Inspection } from '../deps.ts'
import { copyDurably, isEmptyOrMissing, listFiles, settle, sha256Of } from './files.ts'
import { DATABASE_IN_BACKUP, type Manifest, readManifest } from './manifest.ts'
import { damaged, readSums } from './sums.ts'

export interface RestoreDeps {
  /** Where the program keeps its data: has to be missing or empty. */
  readonly dataDirectory: string
  /** Opens the copy of an embedded database to look at it. */
  readonly openCopy: (directory: string) => Inspection
  /** Fills the empty PostgreSQL database of the settings from a dump; `null` when they name none. */
  readonly postgres: { readonly inspection: Inspection; fill(file: string): Promise<void> } | null
  /** Migrations of this program, by the moment each was written. */
  readonly knownMigrations: readonly number[]
  /**
   * Brings restored data to today's tables and checks it as `integrity` does: what does not hold, a line each. The
   * directory is that of an embedded database, before it is given its name; `null` for PostgreSQL.
   */
  readonly replay: (directory: string | null) => Promise<readonly string[]>
}

/**
 * Restores a backup into an empty data directory, or an empty database and an empty data directory. Every file is
 * compared with its hash after it was copied, the database with the manifest and with its own journal; only then does
 * it get its name. When anything is wrong it rejects with words for the operator, and the directory is as empty as before.
 * PostgreSQL is filled in one transaction; found wrong only after it, which takes a journal that was falsified before the
 * backup, the database has to be dropped.
 */
export async function restoreBackup(deps: RestoreDeps, from: string): Promise<Manifest> {
  const manifest = await readManifest(from)
  const { kind } = manifest.database
  await requireEmpty(deps, kind)
  requireKnown(manifest, deps.knownMigrations)
  const sums = await readSums(from, manifest.files.sumsSha256)
  const target = resolve(deps.dataDirectory)
  const passing = join(dirname(target), `.restoring-${basename(target)}-${process.pid}`)
  await beside(target, async () => {
    await mkdir(dirname(target), { recursive: true })
    await mkdir(passing, { mode: 0o700 })
  })
  try {
    for (const [file, sha256] of sums) {
      await copyDurably(join(from, file), join(passing, file)).catch(() => {
        throw damaged(file)
      })
      if ((await sha256Of(join(passing, file))) !== sha256) throw damaged(file)
    }
    const dump = join(passing, DATABASE_IN_BACKUP[kind])
    if (kind === 'sqlite') await checkCopy(deps, passing, manifest)
    else if (deps.postgres) await fillPostgres(deps, deps.postgres, dump, manifest)
    if (kind === 'postgres') await rm(dump)
    for (const folder of await foldersOf(passing)) await settle(folder)
    await beside(target, () => rename(passing, target))
    await settle(dirname(target))
    return manifest
  } catch (error) {
    await rm(passing, { recursive: true, force: true })
    throw error
  }
}

/* The rename that makes it whole needs the directory above: a mount point cannot be renamed over. */
async function beside(target: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new Error(
      `无法在 ${dirname(target)} 中建立 ${basename(target)}:请检查上一级目录的写权限;若 DATA_DIR 是挂载点,请改用其下的子目录。${target} cannot be made: this account has to be able to write ${dirname(target)}, and DATA_DIR must not itself be a mount point; use a directory below it. (${words})`,
      { cause: error },
    )
  }
}

async function requireEmpty({ dataDirectory, postgres }: RestoreDeps, kind: string): Promise<void> {
  if ((kind === 'postgres') !== (postgres !== null))
    throw new Error(
      kind === 'postgres'
        ? '这是 PostgreSQL 的备份:请把 DATABASE_URL 设为一个空数据库。This is a backup of PostgreSQL: set DATABASE_URL to an empty database.'
        : '这是 SQLite 的备份:请取消 DATABASE_URL。This is a backup of SQLite: unset DATABASE_URL.',
    )
  if (!(await isEmptyOrMissing(dataDirectory)))
    throw new Error(
      `${dataDirectory} 不是空目录,不会覆盖其中的数据。请用 DATA_DIR 指定一个新目录。${dataDirectory} is not empty, and nothing in it is overwritten. Name a new directory with DATA_DIR.`,
    )
  if (postgres && Object.keys((await postgres.inspection.holdings()).counts).length > 0)
    throw new Error(
      'DATABASE_URL 指向的数据库不是空的,请新建一个(createdb)。The database that DATABASE_URL names is not empty: create a new one (createdb).',
    )
}

function requireKnown({ database }: Manifest, known: readonly number[]): void {
  const latest = Math.max(...known)
  if (database.migrations.some(when => when > latest))
    throw new Error(
      '此备份由更新的版本写成,请先升级程序。A newer release wrote this backup: upgrade the program first.',
    )
}

async function checkCopy(
  { openCopy, replay }: RestoreDeps,
  directory: string,
  manifest: Manifest,
): Promise<void> {
  const copy = openCopy(directory)
  try {
    const faults = await copy.faults()
    if (faults.length > 0) throw damaged(`xuncha.sqlite (${faults[0]})`)
    requireSame(manifest, await copy.holdings())
  } finally {
    await copy.close()
  }
  refuseBroken(await replay(directory))
}

async function fillPostgres(
  { replay }: RestoreDeps,
  { inspection, fill }: NonNullable<RestoreDeps['postgres']>,
  dump: string,
  manifest: Manifest,
): Promise<void> {
  await fill(dump)
  requireSame(manifest, await inspection.holdings())
  refuseBroken(await replay(null))
}

function requireSame({ database }: Manifest, { heads, counts }: Holdings): void {
  const said = JSON.stringify([database.heads, sorted(database.counts)])
  if (said !== JSON.stringify([heads, sorted(counts)])) throw damaged('manifest.json')
}

const sorted = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))

function refuseBroken(lines: readonly string[]): void {
  if (lines.length > 0)
    throw new Error(
      `备份中的台账与记录不符,没有恢复;请换一份更早的备份。The journal in this backup does not bear out its records; use an earlier one.\n${lines.join('\n')}`,
    )
}

/* The innermost first, so that no directory is settled before what it names. */
async function foldersOf(directory: string): Promise<string[]> {
  const folders = new Set([directory])
  for (const file of await listFiles(directory))
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder))
      folders.add(join(directory, folder))
  return [...folders].sort((a, b) => b.length - a.length)
}
