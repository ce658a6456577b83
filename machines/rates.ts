/** A rate of domain.md 9.3: always with what it was made from. */
export interface Rate {
  readonly numerator: number
  readonly denominator: number
  /** Percent with two decimals, half up; `null` when there is nothing to divide by (shown as "—", never 0 or 100). */
  readonly value: number | null
}

/**
 * One count as a share of another. Both are whole numbers from zero up; anything else throws a RangeError. The
 * rounding is done on whole numbers, because 1.005 as a binary fraction is a little less than it looks.
 */
export function rate(numerator: number, denominator: number): Rate {
  for (const count of [numerator, denominator])
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`not a count: ${count}`)
  if (denominator === 0) return { numerator, denominator, value: null }
  const parts = BigInt(numerator) * 20_000n + BigInt(denominator)
  return { numerator, denominator, value: Number(parts / (2n * BigInt(denominator))) / 100 }
}
