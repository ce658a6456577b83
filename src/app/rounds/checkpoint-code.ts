import { createHash, createHmac } from 'node:crypto'
import type { CheckpointRow } from '../../../db/stores/rounds.ts'
import type { Chance, Reader, Writer } from '../deps.ts'

/* Codes of checkpoints. A wrong one raises a flag and refuses nothing. */

/** Crockford's base 32: nothing in it is mistaken for something else when typed off a wall. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 10
const PURPOSE = 'checkpoint'

/** How long one rotating code is shown, milliseconds; the one before and the one after are taken as well. */
const CODE_STEP_MS = 5 * 60_000

/** A new code to print: 50 bits of chance. */
export function newCode(chance: Chance): string {
  return spell(createHash('sha256').update(chance.secret()).digest())
}

/** The code that a rotating checkpoint shows at a moment, and until when (milliseconds since 1970). */
export function rotatingCode(
  secret: string,
  checkpointId: string,
  at: number,
): { code: string; until: number } {
  const step = Math.floor(at / CODE_STEP_MS)
  const mac = createHmac('sha256', secret).update(`${checkpointId}\n${step}`).digest()
  return { code: spell(mac), until: (step + 1) * CODE_STEP_MS }
}

/** What the QR code on the wall says. */
export function qrText({ id }: Pick<CheckpointRow, 'id'>, code: string): string {
  return `xuncha:checkpoint/${id}?code=${code}`
}

/** The community's secret for rotating codes; the first to need it makes it. */
export async function codeSecretOf(tx: Writer, chance: Chance, communityId: string): Promise<string> {
  const known = await tx.rounds.findSecret(communityId, PURPOSE)
  if (known !== null) return known
  await tx.rounds.keepSecret(communityId, PURPOSE, chance.secret())
  return (await tx.rounds.findSecret(communityId, PURPOSE)) ?? ''
}

/**
 * What to make of a code that was scanned or typed at a checkpoint at a moment. The whole text of the QR code will do
 * as well as the letters alone, in any case and with or without dashes.
 */
export async function judgeCode(
  read: Pick<Reader, 'rounds'>,
  checkpoint: CheckpointRow,
  given: string | undefined,
  at: number,
): Promise<'right' | 'wrong' | 'missing'> {
  if (given === undefined) return 'missing'
  const code = lettersOf(given, checkpoint.id)
  if (!checkpoint.rotating) return code === checkpoint.code ? 'right' : 'wrong'
  const secret = await read.rounds.findSecret(checkpoint.communityId, PURPOSE)
  if (secret === null) return 'wrong'
  const shown = [-1, 0, 1].map(n => rotatingCode(secret, checkpoint.id, at + n * CODE_STEP_MS).code)
  return shown.includes(code) ? 'right' : 'wrong'
}

/* The QR code of another checkpoint is not this one's code, even if its letters were. */
function lettersOf(given: string, checkpointId: string): string {
  const scanned = /^xuncha:checkpoint\/([0-9a-f-]{36})\?code=(.*)$/.exec(given.trim())
  if (scanned && scanned[1] !== checkpointId) return ''
  const typed = (scanned?.[2] ?? given).toUpperCase().replace(/[^0-9A-Z]/g, '')
  return typed.replaceAll('O', '0').replaceAll('I', '1').replaceAll('L', '1')
}

function spell(bytes: Buffer): string {
  return Array.from({ length: LENGTH }, (_, n) => LETTERS[(bytes[n] ?? 0) % LETTERS.length]).join('')
}
