import type { MemberRow } from '../../../db/stores/people.ts'
import type { Seal, Sealed } from '../sealing/seal.ts'

/** The one form of a name: characters composed, nothing around it. */
export const normaliseName = (name: string): string => name.normalize('NFC').trim()

/** What a name is sealed for. */
export const aboutName = (memberId: string): string => `name ${memberId}`

/** A member's name as it is kept. */
export const sealName = (seal: Seal, memberId: string, name: string): Sealed =>
  seal.close(name, aboutName(memberId))

/** A member's name as they bear it. */
export const openName = (seal: Seal, { id, name }: Pick<MemberRow, 'id' | 'name'>): string =>
  seal.open(name, aboutName(id))
