import type { Chance } from '../deps.ts'

/** A signing secret as Standard Webhooks writes it: 32 random bytes in base64 behind `whsec_`. */
export function newSecret(chance: Chance): string {
  return `whsec_${Buffer.from(chance.secret(), 'base64url').toString('base64')}`
}
