/** Chance for the plan and the stories, always the same for the same seed; ids and salts come from `Chance`. */
export interface Dice {
  /** From 0 up to, not including, 1. */
  share(): number
  /** A number between two others. */
  between(least: number, most: number): number
  /** A whole number, both ends included. */
  whole(least: number, most: number): number
  /** True this often: 0.25 is one time in four. */
  chance(share: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** Picks by weight; what weighs nothing is never picked. */
  pickWeighted<Item>(items: readonly Item[], weightOf: (item: Item) => number): Item
  shuffled<Item>(items: readonly Item[]): Item[]
}

export function createDice(seed: number): Dice {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x85ebca6b) >>> 0
  // xorshift with a multiplication at the end: enough for a year of chores.
  const share = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return (Math.imul(state || 1, 0x2c1b3c6d) >>> 0) / 2 ** 32
  }
  for (let warm = 0; warm < 8; warm++) share()

  const whole = (least: number, most: number): number => least + Math.floor(share() * (most - least + 1))
  const at = <Item>(items: readonly Item[], index: number): Item => {
    const item = items[index]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  return {
    share,
    between: (least, most) => least + share() * (most - least),
    whole,
    chance: wanted => share() < wanted,
    pick: items => at(items, whole(0, items.length - 1)),
    pickWeighted: (items, weightOf) => {
      let left = share() * items.reduce((sum, item) => sum + weightOf(item), 0)
      for (const item of items) {
        left -= weightOf(item)
        if (left < 0) return item
      }
      return at(items, items.length - 1)
    },
    shuffled: items => {
      const list = [...items]
      for (let n = list.length - 1; n > 0; n--) {
        const other = whole(0, n)
        const kept = at(list, n)
        list[n] = at(list, other)
        list[other] = kept
      }
      return list
    },
  }
}
