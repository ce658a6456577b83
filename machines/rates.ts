/** A rate as it is shown: always with what it was made of (domain.md 9.3). */
export interface Rate {
  readonly numerator: number
  readonly denominator: number
  /** Percent with two decimals, half rounded up; `null` when there is nothing to divide by, never 0 or 100. */
  readonly value: number | null
}

/**
 * `numerator` of `denominator` in percent. The rounding is done on whole numbers, so 274 of 18086 is 1.51 and one
 * of 16 is 6.25 on every machine. RangeError unless both are whole numbers and the denominator is not negative.
 */
export function rate(numerator: number, denominator: number): Rate {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator < 0)
    throw new RangeError(`not a rate of whole numbers: ${numerator} of ${denominator}`)
  if (denominator === 0) return { numerator, denominator, value: null }
  const double = BigInt(denominator) * 2n
  const shifted = BigInt(numerator) * 20_000n + BigInt(denominator)
  // Division of big integers cuts towards zero; half up means towards the next greater number, also below zero.
  const hundredths = shifted / double - (shifted % double < 0n ? 1n : 0n)
  return { numerator, denominator, value: Number(hundredths) / 100 }
}
