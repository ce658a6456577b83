import type { Chance, Writer } from '../deps.ts'
import { hashWords } from '../secrets.ts'

/** The free texts of an event by field; the machine sees their hashes only. */
export type Words = Readonly<Record<string, string | undefined>>

/** Texts bound to one salt: what the machine sees of them. `salt` is null when there are none. */
export interface Concealed {
  readonly salt: string | null
  readonly hashes: Readonly<Record<string, string>>
}

/** Puts salted hashes in the place of words, so that words can be erased and the journal's chain stays whole. */
export function conceal(chance: Chance, words: Words): Concealed {
  const given = Object.entries(words).filter((entry): entry is [string, string] => entry[1] !== undefined)
  if (given.length === 0) return { salt: null, hashes: {} }
  const salt = chance.salt()
  return {
    salt,
    hashes: Object.fromEntries(given.map(([field, text]) => [field, hashWords(salt, field, text)])),
  }
}

/** Keeps the words themselves in the side table, beside the journal entry that holds their hashes. */
export async function keepWords(
  tx: Pick<Writer, 'journal'>,
  entry: { readonly communityId: string; readonly recordId: string; readonly version: number },
  { salt }: Concealed,
  words: Words,
): Promise<void> {
  if (salt === null) return
  const { communityId, recordId, version } = entry
  for (const [field, text] of Object.entries(words))
    if (text !== undefined)
      await tx.journal.keepText({ communityId, recordId, version, field, salt, words: text })
}
