import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSqlite } from '../db/sqlite.ts'
import { systemChance } from './app/chance.ts'
import type { Deps } from './app/deps.ts'
import { createPasswords } from './app/people/passwords.ts'
import { createDiskPhotoFiles } from './app/photos/disk-photo-files.ts'
import { createOutwardAddresses } from './app/webhooks/outward-addresses.ts'
import type { Config } from './config.ts'

export type Composed = Deps & { close(): Promise<void> }

/** Puts the program together from its settings: the only page that knows every adapter. */
export function compose(
  config: Pick<Config, 'dataDirectory'> & Partial<Config>,
  replaced: Partial<Deps> = {},
): Composed {
  const db = openSqlite({
    directory: config.dataDirectory,
    migrations: fileURLToPath(new URL('../db/migrations/sqlite', import.meta.url)),
  })
  return {
    db,
    clock: { now: Date.now },
    chance: systemChance,
    passwords: createPasswords({}),
    photoFiles: createDiskPhotoFiles({ directory: join(config.dataDirectory, 'photos') }),
    outside: {
      mail: (config.smtpUrl ?? null) !== null,
      addresses: createOutwardAddresses({ allow: config.webhookAllow ?? [] }),
    },
    communityTimeZone: config.communityTimeZone ?? 'Asia/Shanghai',
    ...replaced,
    close: () => db.close(),
  }
}
