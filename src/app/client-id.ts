import { createHash } from 'node:crypto'
import type { Writer } from './deps.ts'
import { AppError } from './errors.ts'
import { canonicalJson } from './journal/canonical-json.ts'

/** What a client wants to create under an id that it made itself. */
export interface ClaimedId {
  readonly communityId: string
  /** The sort of record, such as `member`: two sorts may use the same id. */
  readonly kind: string
  readonly id: string
  /** What makes two requests the same. Leave secrets out: a fingerprint can be guessed at. */
  readonly content: unknown
}

/**
 * Keeps a client's own id with a fingerprint of what it sends: `new` the first time, `same` when the same content
 * comes again, and `request.id_conflict` when other content comes under the same id. The order of fields is of no
 * matter, and a field left out is the same as one that is undefined.
 */
export async function claimId(
  tx: Pick<Writer, 'answers'>,
  { communityId, kind, id, content }: ClaimedId,
): Promise<'new' | 'same'> {
  const fingerprint = createHash('sha256').update(canonicalJson(content)).digest('base64url')
  const known = await tx.answers.findClientId({ communityId, kind, id })
  if (known) {
    if (known.fingerprint !== fingerprint) throw new AppError('request.id_conflict')
    return 'same'
  }
  await tx.answers.keepClientId({ communityId, kind, id, fingerprint })
  return 'new'
}
