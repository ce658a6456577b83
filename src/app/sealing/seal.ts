import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Sealed } from '../../../db/sealed.ts'

export type { Sealed } from '../../../db/sealed.ts'

/**
 * Closes personal data before it is kept, so that whoever gets hold of the database, a disk or a backup without the key
 * reads none of it. AES-256-GCM (NIST SP 800-38D) with a nonce of its own for each value.
 *
 * `about` names the one place a value belongs to, such as `phone <member>`: moved to another one it does not open.
 */
export interface Seal {
  close(words: string, about: string): Sealed
  /** Gives the words; throws `KeyMissing` without the key they were closed with, `SealBroken` when they were changed. */
  open(sealed: Sealed, about: string): string
  /** The same for the bytes of a file. */
  closeBytes(bytes: Buffer, about: string): Buffer
  openBytes(bytes: Buffer, about: string): Buffer
  /** How everything begins that was closed with the key in use; what begins otherwise is to be sealed anew. */
  readonly prefix: string
  /** Whether something can be opened here: it was closed with a key that is here, or not at all. */
  opens(sealed: Sealed): boolean
}

/** A value was closed with a key that is not in the key file. */
export class KeyMissing extends Error {
  constructor(key: string) {
    super(
      `缺少加密密钥 ${key}:请把当时的密钥文件放回原处(XUNCHA_KEY_FILE)。The key ${key} is missing: put the key file of that time back (XUNCHA_KEY_FILE).`,
    )
  }
}

/** A value is not what was closed: it was changed, or moved here from somewhere else. */
export class SealBroken extends Error {
  constructor(about: string) {
    super(`加密内容被改动过 sealed words were changed: ${about}`)
  }
}

const ALGORITHM = 'aes-256-gcm'
const NONCE = 12
const TAG = 16
const SIGN = 's1'
/** Of a key's SHA-256, in base64url: which key it was, and nothing about it. */
const NAME_LENGTH = 8

const nameOf = (key: Buffer): string =>
  createHash('sha256').update(key).digest('base64url').slice(0, NAME_LENGTH)

/**
 * A seal over keys of 32 bytes, the one in use first; the others only open. `keys` is asked when the first of them is
 * needed, and once.
 */
export function createSeal(keys: () => readonly Buffer[]): Seal {
  let ring: ReadonlyMap<string, Buffer> | null = null
  const read = (): ReadonlyMap<string, Buffer> => {
    ring ??= new Map(keys().map(key => [nameOf(key), key]))
    return ring
  }
  const inUse = (): [string, Buffer] => {
    const [first] = read()
    if (!first) throw new RangeError('a seal has at least one key')
    return first
  }
  const keyNamed = (name: string): Buffer => {
    const key = read().get(name)
    if (!key) throw new KeyMissing(name)
    return key
  }

  const shut = (key: Buffer, bytes: Buffer, about: string): Buffer => {
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(about))
    const closed = cipher.update(bytes)
    cipher.final()
    return Buffer.concat([nonce, cipher.getAuthTag(), closed])
  }
  const unshut = (key: Buffer, closed: Buffer, about: string): Buffer => {
    try {
      const decipher = createDecipheriv(ALGORITHM, key, closed.subarray(0, NONCE), { authTagLength: TAG })
      decipher.setAAD(Buffer.from(about)).setAuthTag(closed.subarray(NONCE, NONCE + TAG))
      const bytes = decipher.update(closed.subarray(NONCE + TAG))
      decipher.final()
      return bytes
    } catch {
      throw new SealBroken(about)
    }
  }

  return {
    get prefix() {
      return `${SIGN}.${inUse()[0]}.`
    },
    close(words, about) {
      const [name, key] = inUse()
      return `${SIGN}.${name}.${shut(key, Buffer.from(words), about).toString('base64url')}` as Sealed
    },
    open(sealed, about) {
      const name = keyOf(sealed)
      if (name === null) return sealed
      const rest = sealed.slice(SIGN.length + name.length + 2)
      return unshut(keyNamed(name), Buffer.from(rest, 'base64url'), about).toString()
    },
    closeBytes(bytes, about) {
      const [name, key] = inUse()
      return Buffer.concat([Buffer.from(`${SIGN}.${name}.`), shut(key, bytes, about)])
    },
    openBytes(bytes, about) {
      const begin = SIGN.length + NAME_LENGTH + 2
      const name = keyOf(bytes.subarray(0, begin).toString('latin1'))
      return name === null ? bytes : unshut(keyNamed(name), bytes.subarray(begin), about)
    },
    opens(sealed) {
      const name = keyOf(sealed)
      return name === null || read().has(name)
    },
  }
}

/* No phone number, address or photo begins like this. */
const SEALED = new RegExp(`^${SIGN}\\.([\\w-]{${NAME_LENGTH}})\\.`)
const keyOf = (words: string): string | null => SEALED.exec(words)?.[1] ?? null
