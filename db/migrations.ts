import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A migration by its name and by the moment it was written, which is what a database remembers of it. */
export interface Migration {
  readonly name: string
  /** Milliseconds since 1970, UTC. */
  readonly when: number
}

/** The migrations in a directory, oldest first, as the generator lists them. */
export function listMigrations(directory: string): readonly Migration[] {
  const journal = JSON.parse(readFileSync(join(directory, 'meta', '_journal.json'), 'utf8')) as {
    readonly entries: readonly { readonly tag: string; readonly when: number }[]
  }
  return journal.entries.map(({ tag, when }) => ({ name: tag, when }))
}

/** Those that a database has not taken yet: the migrator goes by the latest one taken, and so does this. */
export function pendingOf(all: readonly Migration[], taken: readonly number[]): readonly string[] {
  const latest = Math.max(Number.NEGATIVE_INFINITY, ...taken)
  return all.filter(({ when }) => when > latest).map(({ name }) => name)
}
