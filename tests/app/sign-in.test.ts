import { describe, expect, it } from 'vitest'
import type { Passwords } from '../../src/app/deps.ts'
import { AppError } from '../../src/app/errors.ts'
import { changePassword } from '../../src/app/people/change-password.ts'
import { findCaller } from '../../src/app/people/find-caller.ts'
import { sealName } from '../../src/app/people/member-name.ts'
import { createPasswords } from '../../src/app/people/passwords.ts'
import { signIn } from '../../src/app/people/sign-in.ts'
import { hashSecret } from '../../src/app/secrets.ts'
import { openHouse, type TestDeps } from '../support/house.ts'

const PASSWORD = 'Shuangqiao-42'
const MINUTE = 60_000

/** A real hasher that tells how many passwords it has tested. */
function countTests(real: Passwords) {
  const tally = { tested: 0 }
  const passwords: Passwords = {
    ...real,
    verify: (hash, password) => {
      tally.tested += 1
      return real.verify(hash, password)
    },
  }
  return { passwords, tally }
}

async function openCountingHouse() {
  const house = await openHouse()
  const { passwords, tally } = countTests(house.passwords)
  const deps: TestDeps = { ...house, passwords }
  const add = async (login: string): Promise<string> => {
    const id = house.chance.id(house.clock.now())
    const passwordHash = await house.passwords.hash(PASSWORD)
    await house.db.transaction(tx =>
      tx.people.insertMember({
        communityId: 'c1',
        id,
        login,
        name: sealName(house.seal, id, '王小明'),
        phone: null,
        affiliation: 'resident',
        unitId: null,
        passwordHash,
        passwordUntil: null,
        active: true,
        createdAt: house.clock.now(),
        version: 1,
      }),
    )
    return id
  }
  const attempt = async (login: string, password: string, address = '203.0.113.7'): Promise<string> => {
    try {
      await signIn(deps, { login, password, address, replaces: null })
      return 'in'
    } catch (error) {
      if (error instanceof AppError) return error.code
      throw error
    }
  }
  return { deps, tally, add, attempt }
}

const times = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
const countOf = (results: readonly string[], result: string): number =>
  results.filter(r => r === result).length

describe('guessing a password', () => {
  it('tests at most ten of a hundred guesses sent at the same moment', async () => {
    const { tally, add, attempt } = await openCountingHouse()
    await add('wang')
    const results = await Promise.all(times(100).map(n => attempt('wang', `guess-${n}`)))
    expect(tally.tested).toBe(10)
    expect(countOf(results, 'session.wrong')).toBe(10)
    expect(countOf(results, 'session.locked')).toBe(90)
  })

  it('tests at most ten for one account from a hundred addresses', async () => {
    const { tally, add, attempt } = await openCountingHouse()
    await add('wang')
    await Promise.all(times(100).map(n => attempt('wang', `guess-${n}`, `198.51.100.${n}`)))
    expect(tally.tested).toBe(10)
  })

  it('tests at most thirty from one address for a hundred accounts, known or not', async () => {
    const { tally, add, attempt } = await openCountingHouse()
    await Promise.all(times(5).map(n => add(`member-${n}`)))
    const results = await Promise.all(times(100).map(n => attempt(`member-${n}`, 'guess-guess')))
    expect(tally.tested).toBe(30)
    expect(countOf(results, 'session.locked')).toBe(70)
  })

  it('counts a login in whatever spelling for the same account', async () => {
    const { tally, add, attempt } = await openCountingHouse()
    await add('wang')
    for (const n of times(20)) await attempt(n % 2 ? 'WANG' : 'ｗａｎｇ', `guess-${n}`, `198.51.100.${n}`)
    expect(tally.tested).toBe(10)
  })

  it('counts the addresses that one IPv6 subscriber holds as one', async () => {
    const { tally, attempt } = await openCountingHouse()
    for (const n of times(40))
      await attempt(`nobody-${n}`, 'guess-guess', `2001:db8:7:9::${n.toString(16)}:1`)
    expect(tally.tested).toBe(30)
    await attempt('somebody', 'guess-guess', '2001:db8:7:a::1')
    expect(tally.tested).toBe(31)
  })

  it('counts an IPv4 address the same however the socket writes it', async () => {
    const { tally, attempt } = await openCountingHouse()
    for (const n of times(40))
      await attempt(`nobody-${n}`, 'guess-guess', n % 2 ? '203.0.113.7' : '::ffff:203.0.113.7')
    expect(tally.tested).toBe(30)
  })

  it('is refused with the right password too while the account is locked', async () => {
    const { add, attempt } = await openCountingHouse()
    await add('wang')
    for (const n of times(10)) await attempt('wang', `guess-${n}`)
    expect(await attempt('wang', PASSWORD, '198.51.100.1')).toBe('session.locked')
  })

  it('is not made easier by signing in rightly in between', async () => {
    const { tally, add, attempt } = await openCountingHouse()
    await add('wang')
    for (const n of times(9)) await attempt('wang', `guess-${n}`)
    expect(await attempt('wang', PASSWORD)).toBe('in')
    expect(await attempt('wang', 'guess-10')).toBe('session.wrong')
    expect(await attempt('wang', PASSWORD)).toBe('session.locked')
    expect(tally.tested).toBe(11)
  })

  it('is possible again fifteen minutes after the first wrong guess, not after the last', async () => {
    const { deps, add, attempt } = await openCountingHouse()
    await add('wang')
    await attempt('wang', 'guess-0')
    deps.clock.pass(14 * MINUTE)
    for (const n of times(9)) await attempt('wang', `guess-${n}`)
    expect(await attempt('wang', PASSWORD)).toBe('session.locked')
    deps.clock.pass(MINUTE - 1)
    expect(await attempt('wang', PASSWORD)).toBe('session.locked')
    deps.clock.pass(1)
    expect(await attempt('wang', PASSWORD)).toBe('in')
  })

  it('does not lock for longer when the clock is set back', async () => {
    const { deps, add, attempt } = await openCountingHouse()
    await add('wang')
    for (const n of times(10)) await attempt('wang', `guess-${n}`)
    deps.clock.pass(-24 * 60 * MINUTE)
    expect(await attempt('wang', PASSWORD)).toBe('in')
  })

  it('through the change of a password is counted with the sign-ins', async () => {
    const { deps, tally, add } = await openCountingHouse()
    await add('wang')
    const { secret } = await signIn(deps, {
      login: 'wang',
      password: PASSWORD,
      address: '::1',
      replaces: null,
    })
    const caller = await findCaller(deps, secret, 'session', 'r1')
    const guess = (n: number) =>
      changePassword(deps, caller!, { current: `guess-${n}`, next: 'Xin-Mima-2025', address: '203.0.113.7' })
    await Promise.allSettled(times(100).map(guess))
    expect(tally.tested).toBe(1 + 10)
  })
})

describe('signing in rightly', () => {
  it('is never locked out by doing it often and at the same moment', async () => {
    const { add, attempt } = await openCountingHouse()
    await Promise.all(times(40).map(n => add(`member-${n}`)))
    const results = await Promise.all(times(120).map(n => attempt(`member-${n % 40}`, PASSWORD)))
    expect(countOf(results, 'in')).toBe(120)
  })

  it('leaves no failure behind', async () => {
    const { deps, add, attempt } = await openCountingHouse()
    await add('wang')
    await attempt('wang', PASSWORD)
    expect(await deps.db.read.people.failuresOf('address:203.0.113.7')).toBeNull()
  })

  it('keeps the secret of the session nowhere', async () => {
    const { deps, add } = await openCountingHouse()
    const id = await add('wang')
    const { secret } = await signIn(deps, {
      login: 'wang',
      password: PASSWORD,
      address: '::1',
      replaces: null,
    })
    const [row] = await deps.db.read.people.credentialsOf('c1', id, 'session')
    expect(row?.hash).toBe(hashSecret(secret))
    expect(JSON.stringify(row)).not.toContain(secret)
  })

  it('brings a password that was hashed with weaker settings up to date', async () => {
    const { deps, add } = await openCountingHouse()
    const id = await add('wang')
    const today: TestDeps = { ...deps, passwords: createPasswords({ memoryKiB: 128, passes: 2 }) }
    const input = { login: 'wang', password: PASSWORD, address: '::1', replaces: null }
    await signIn(today, input)
    const member = await deps.db.read.people.findMember('c1', id)
    expect(member?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=128,t=2,p=1\$/)
    await expect(signIn(today, input)).resolves.toMatchObject({ secret: expect.any(String) })
  })
})
