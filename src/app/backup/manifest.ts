import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'

/*
 * What lies in the directory of a backup:
 *
 *     manifest.json         what was copied, where the chains stood, how many rows there were; written last
 *     SHA256SUMS            one line a file, as `sha256sum` writes and checks it
 *     xuncha.sqlite         the database, or xuncha.dump (pg_dump, custom format)
 *     photos/…              as in the data directory
 *
 * A directory without a manifest is a backup that did not end.
 */

export const MANIFEST = 'manifest.json'
export const SUMS = 'SHA256SUMS'
export const DATABASE_IN_BACKUP = { sqlite: 'xuncha.sqlite', postgres: 'xuncha.dump' } as const

const Count = Type.Integer({ minimum: 0 })
/** Where the chains of every community stood. */
const Heads = Type.Array(
  Type.Object({
    communityId: Type.String(),
    seq: Count,
    hash: Type.String(),
    auditSeq: Count,
    auditHash: Type.String(),
  }),
)
const ManifestShape = Type.Object({
  format: Type.Literal(1),
  madeAt: Type.String(),
  database: Type.Object({
    kind: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres')]),
    migrations: Type.Array(Type.Integer()),
    heads: Heads,
    counts: Type.Record(Type.String(), Count),
  }),
  files: Type.Object({ count: Count, bytes: Count, sumsSha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
})

export type Manifest = Static<typeof ManifestShape>

/** Reads what a backup says of itself; rejects with words for the operator when it is no whole backup. */
export async function readManifest(directory: string): Promise<Manifest> {
  const { Value } = await import('typebox/value')
  const manifest = await readJson(join(directory, MANIFEST))
  if (!Value.Check(ManifestShape, manifest))
    throw new Error(
      `${directory} 不是完整的备份:${MANIFEST} 缺失或残缺。${directory} is not a whole backup: ${MANIFEST} is missing or cut short. Take another one.`,
    )
  return manifest
}

/** Reads heads from the manifest of a backup, or from a file that holds them alone; rejects with words for the operator. */
export async function readHeads(file: string): Promise<Static<typeof Heads>> {
  const { Value } = await import('typebox/value')
  const found = await readJson(file)
  if (Value.Check(ManifestShape, found)) return found.database.heads
  if (Value.Check(Heads, found)) return found
  throw new Error(`读不懂链首文件 these are no saved heads: ${file}`)
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null
    throw error
  }
}
