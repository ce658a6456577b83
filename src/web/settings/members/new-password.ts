/* Without letters and digits that are mistaken for each other when read out or written on paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A first password to be handed over on paper: three groups of four, some sixty bits. */
export function newPassword(): string {
  const random = crypto.getRandomValues(new Uint32Array(12))
  const letters = [...random].map(n => LETTERS[n % LETTERS.length])
  return [0, 4, 8].map(at => letters.slice(at, at + 4).join('')).join('-')
}
