import type { AnswerRow } from '../../db/stores/answers.ts'
import type { Deps, Reader, Writer } from './deps.ts'
import type { Sealed } from './sealing/seal.ts'

/** What was asked, by whom and under which key; and what makes two requests the same. */
export interface Asked {
  readonly memberId: string
  readonly route: string
  readonly key: string
  readonly fingerprint: string
}

/** The first answer to a request; the words of its body, `null` in JSON when it had none. */
export type Kept = Pick<AnswerRow, 'fingerprint' | 'status' | 'body'>

/** What an answer about a member is sealed for. */
export const aboutAnswer = ({ memberId, route, key }: Omit<Asked, 'fingerprint'>): string =>
  `answer ${memberId} ${route} ${key}`

/** The first answer to a request, if it was asked before. */
export async function findAnswer(
  { seal }: Pick<Deps, 'seal'>,
  read: Pick<Reader, 'answers'>,
  asked: Omit<Asked, 'fingerprint'>,
): Promise<Kept | null> {
  const row = await read.answers.find(asked)
  if (!row || row.aboutId === null) return row
  const opened = seal.open(row.body as Sealed, aboutAnswer(row))
  // From a release that left them open.
  if (row.fingerprint !== '') return { ...row, body: opened }
  const end = opened.indexOf(' ')
  return { status: row.status, fingerprint: opened.slice(0, end), body: opened.slice(end + 1) }
}

/**
 * Keeps the first answer to a request. What tells of a member is sealed, together with the fingerprint of what was asked: a
 * plain hash over a name and a phone number can be guessed at.
 */
export async function keepAnswer(
  { seal, clock }: Pick<Deps, 'seal' | 'clock'>,
  tx: Pick<Writer, 'answers'>,
  asked: Asked,
  {
    status,
    body,
    aboutId,
  }: { readonly status: number; readonly body: string; readonly aboutId: string | null },
): Promise<void> {
  const row = { ...asked, status, body, aboutId, at: clock.now() }
  if (aboutId === null) return tx.answers.keep(row)
  const sealed = seal.close(`${asked.fingerprint} ${body}`, aboutAnswer(asked))
  await tx.answers.keep({ ...row, fingerprint: '', body: sealed })
}
