import { describe, expect, it } from 'vitest'
import { type Hours, whenToTell } from '../../src/app/notices/when-to-tell.ts'

const SHANGHAI = 'Asia/Shanghai'
const NIGHT: Hours = { quietFrom: '22:00', quietTo: '07:30', digestAt: null }

function told(now: string, hours: Partial<Hours> = {}, urgent = false) {
  const at = whenToTell(Date.parse(now), SHANGHAI, { ...NIGHT, ...hours }, urgent)
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

describe('the moment at which a notice leaves', () => {
  it.each([
    ['2025-10-13T21:59:00+08:00', '2025-10-13 21:59'],
    ['2025-10-13T22:00:00+08:00', '2025-10-14 07:30'],
    ['2025-10-14T03:00:00+08:00', '2025-10-14 07:30'],
    ['2025-10-14T07:30:00+08:00', '2025-10-14 07:30'],
  ])('respects a night of rest across midnight: %s', (now, expected) => {
    expect(told(now)).toBe(expected)
  })

  it('respects a rest at noon', () => {
    const noon = { quietFrom: '12:00', quietTo: '14:00' }
    expect(told('2025-10-13T13:00:00+08:00', noon)).toBe('2025-10-13 14:00')
    expect(told('2025-10-13T22:30:00+08:00', noon)).toBe('2025-10-13 22:30')
  })

  it('is at once for what is urgent, whatever the hour', () => {
    expect(told('2025-10-14T03:00:00+08:00', { digestAt: '18:00' }, true)).toBe('2025-10-14 03:00')
  })

  it('waits for the next digest, and for the end of rest when that falls into it', () => {
    expect(told('2025-10-13T10:00:00+08:00', { digestAt: '18:00' })).toBe('2025-10-13 18:00')
    expect(told('2025-10-13T18:01:00+08:00', { digestAt: '18:00' })).toBe('2025-10-14 18:00')
    expect(told('2025-10-13T18:01:00+08:00', { digestAt: '06:00' })).toBe('2025-10-14 07:30')
  })

  it('goes by the clock on the wall in a night in which it is set', () => {
    // Berlin, 26 October 2025: 03:00 is set back to 02:00, so 07:00 is ten hours after 22:00.
    const hours = { quietFrom: '22:00', quietTo: '07:00', digestAt: null }
    const at = whenToTell(Date.parse('2025-10-25T20:00:00Z'), 'Europe/Berlin', hours, false)
    expect(new Date(at).toISOString()).toBe('2025-10-26T06:00:00.000Z')
  })
})
