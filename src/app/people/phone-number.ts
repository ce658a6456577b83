import type { MemberRow } from '../../../db/stores/people.ts'
import { invalidValue } from '../errors.ts'
import type { Seal, Sealed } from '../sealing/seal.ts'

/**
 * The one form of a phone number: digits with at most a leading `+`. Full-width digits, as Chinese input methods
 * type them, become plain ones; spaces, dashes, dots and brackets between them go.
 */
export function normalisePhone(phone: string, pointer: string): string {
  const plain = phone.normalize('NFKC').replace(/[\s().\-‐-―·]/g, '')
  if (!/^\+?\d{3,20}$/.test(plain)) throw invalidValue(pointer, 'a phone number has 3 to 20 digits')
  return plain
}

/** What a phone number is sealed for. */
export const aboutPhone = (memberId: string): string => `phone ${memberId}`

/** A member's phone number as it is kept. */
export function sealPhone(seal: Seal, memberId: string, phone: string | null): Sealed | null {
  return phone === null ? null : seal.close(phone, aboutPhone(memberId))
}

/** A member's phone number as it was given. */
export function openPhone(seal: Seal, { id, phone }: Pick<MemberRow, 'id' | 'phone'>): string | null {
  return phone === null ? null : seal.open(phone, aboutPhone(id))
}

/** What others see of a phone number: 138****5678; of a short one only its last two digits. */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? `****${phone.slice(-2)}` : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}
