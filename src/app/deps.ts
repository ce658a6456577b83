import type { Database } from '../../db/database.ts'
import type { PhotoFiles } from './photos/photo-files.ts'
import type { Seal } from './sealing/seal.ts'
import type { OutwardAddresses } from './webhooks/outward-addresses.ts'

export type { Database, Reader, Writer } from '../../db/database.ts'
export type { Head, Holdings, Inspection } from '../../db/inspection.ts'

/** The one source of time. Milliseconds since 1970, UTC. Tests and the demo move it by hand. */
export interface Clock {
  now(): number
}

/** The one source of chance, so that the demo's year comes out the same to the last hash. */
export interface Chance {
  /** A new UUIDv7 for a moment. */
  id(at: number): string
  /** A salt for one journal entry's texts: 16 bytes, base64url. */
  salt(): string
  /** A secret that nobody can guess: 32 bytes, base64url. */
  secret(): string
}

/** Hashes passwords slowly on purpose (argon2id), a few at a time. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** False for a wrong password and for `null`; a missing hash takes as long as a wrong password. */
  verify(hash: string | null, password: string): Promise<boolean>
  /** True when the hash was made with weaker settings than today's. */
  isOutdated(hash: string): boolean
}

/** How this installation reaches the outside. */
export interface Outside {
  /** Whether it sends mail at all. */
  readonly mail: boolean
  /** Which addresses of other systems it sends to. */
  readonly addresses: OutwardAddresses
}

/** What the use cases need from outside; `src/compose.ts` puts it together. */
export interface Deps {
  readonly db: Database
  readonly clock: Clock
  readonly chance: Chance
  readonly passwords: Passwords
  /** Closes what is personal before it is kept. */
  readonly seal: Seal
  readonly photoFiles: PhotoFiles
  readonly outside: Outside
  /** Time zone of new communities, an IANA name. */
  readonly communityTimeZone: string
}
