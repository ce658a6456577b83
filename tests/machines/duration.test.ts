import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from '../../machines/duration.ts'

const hour = 3_600_000
const eightHours = 8 * hour

describe('a duration', () => {
  it.each([
    ['P1D', 8 * hour, 24 * hour],
    ['P1W', 40 * hour, 168 * hour],
    ['P1W2D', 56 * hour, 216 * hour],
    ['PT24H', 24 * hour, 24 * hour],
    ['P1DT1H', 9 * hour, 25 * hour],
    ['PT90M', 1.5 * hour, 1.5 * hour],
    ['PT0.5S', 500, 500],
    ['PT1,25S', 1250, 1250],
    ['PT0S', 0, 0],
    ['P0D', 0, 0],
    ['P007D', 56 * hour, 168 * hour],
  ])('%s is %i ms of working time or %i ms round the clock', (text, working, continuous) => {
    expect(parseDuration(text, 'working', eightHours)).toBe(working)
    expect(parseDuration(text, 'continuous', eightHours)).toBe(continuous)
  })

  it('of working days follows the hours per day of the calendar', () => {
    expect(parseDuration('P2D', 'working', 7.5 * hour)).toBe(15 * hour)
  })

  it.each([
    ['P1Y', 'years have no fixed length'],
    ['P1M', 'nor have months'],
    ['P', 'nothing in it'],
    ['PT', 'nothing after T'],
    ['P1DT', 'nothing after T'],
    ['', 'empty'],
    ['1D', 'no P'],
    ['P-1D', 'negative'],
    ['-P1D', 'negative'],
    ['PT1.5H', 'a fraction of an hour'],
    ['PT.5S', 'no digit before the point'],
    ['PT0.0001S', 'finer than a millisecond'],
    ['P1H', 'hours without T'],
    ['PT1M1H', 'out of order'],
    ['p1d', 'lower case'],
    [' P1D', 'a space'],
    ['P1D\n', 'a line break'],
    ['P９D', 'full-width digits'],
    ['P99999999999999D', 'beyond exact integers'],
  ])('%j is refused: %s', text => {
    expect(parseDuration(text, 'continuous', eightHours)).toBeNull()
  })

  it.each([
    [0, 'PT0S'],
    [1, 'PT0.001S'],
    [500, 'PT0.5S'],
    [60_000, 'PT1M'],
    [5_400_000, 'PT1H30M'],
    [86_400_000, 'PT24H'],
    [3_661_001, 'PT1H1M1.001S'],
  ])('of %i ms is written %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it('comes back as the same number on either basis', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom('working', 'continuous'), (ms, basis) => {
        expect(parseDuration(formatDuration(ms), basis, eightHours)).toBe(ms)
      }),
    )
  })

  it('is never written of what is none', () => {
    for (const ms of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => formatDuration(ms)).toThrow(RangeError)
    }
  })
})
