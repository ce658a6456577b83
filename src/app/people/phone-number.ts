import { invalidValue } from '../errors.ts'

/**
 * The one form of a phone number: digits with at most a leading `+`. Full-width digits, as Chinese input methods
 * type them, become plain ones; spaces, dashes, dots and brackets between them go.
 */
export function normalisePhone(phone: string, pointer: string): string {
  const plain = phone.normalize('NFKC').replace(/[\s().\-‐-―·]/g, '')
  if (!/^\+?\d{3,20}$/.test(plain)) throw invalidValue(pointer, 'a phone number has 3 to 20 digits')
  return plain
}

/** What others see of a phone number: 138****5678; of a short one only its last two digits. */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? `****${phone.slice(-2)}` : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}
