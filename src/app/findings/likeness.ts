/**
 * Gives how alike other descriptions are to this one, from 0 to 1; `null` when one of the two has no words to compare.
 */
export function likenessTo(one: string): (other: string) => number | null {
  const pairs = pairsOf(one)
  return other => {
    const others = pairsOf(other)
    if (pairs.size === 0 || others.size === 0) return null
    let shared = 0
    for (const pair of others) if (pairs.has(pair)) shared += 1
    return Math.round(((2 * shared) / (pairs.size + others.size)) * 100) / 100
  }
}

/*
 * Neighbouring characters: Chinese has no spaces between its words, and two characters are most often one. What is no
 * letter and no digit separates; full and half width, capital and small are the same. A word of one character is its
 * own pair. The likeness of two sets is that of Dice: twice what they share by what they have.
 */
function pairsOf(text: string): ReadonlySet<string> {
  const pairs = new Set<string>()
  for (const word of text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)) {
    const characters = [...word]
    if (characters.length === 1) pairs.add(word)
    for (let n = 1; n < characters.length; n++) pairs.add(`${characters[n - 1]}${characters[n]}`)
  }
  return pairs
}
