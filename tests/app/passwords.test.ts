import { describe, expect, it } from 'vitest'
import { weaknessOf } from '../../src/app/people/password-policy.ts'
import { createPasswords } from '../../src/app/people/passwords.ts'

describe('a stored password', () => {
  const quick = createPasswords({ memoryKiB: 64, passes: 1 })

  it('is argon2id with at least the memory and passes that OWASP asks for', async () => {
    expect(await createPasswords().hash('Shuangqiao-42')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('is recognised, and no other', async () => {
    const hash = await quick.hash('Shuangqiao-42')
    expect(await quick.verify(hash, 'Shuangqiao-42')).toBe(true)
    expect(await quick.verify(hash, 'shuangqiao-42')).toBe(false)
    expect(await quick.verify(null, 'Shuangqiao-42')).toBe(false)
  })

  it('has a salt of its own', async () => {
    expect(await quick.hash('Shuangqiao-42')).not.toBe(await quick.hash('Shuangqiao-42'))
  })

  it('is the same typed in full width by a Chinese input method', async () => {
    const hash = await quick.hash('长浜2025-巨塔')
    expect(await quick.verify(hash, '长浜２０２５－巨塔')).toBe(true)
  })

  it('is outdated when it was made with less than today', async () => {
    const hash = await quick.hash('Shuangqiao-42')
    expect(quick.isOutdated(hash)).toBe(false)
    expect(createPasswords({ memoryKiB: 128, passes: 1 }).isOutdated(hash)).toBe(true)
    expect(createPasswords({ memoryKiB: 64, passes: 2 }).isOutdated(hash)).toBe(true)
    expect(createPasswords({ memoryKiB: 32, passes: 1 }).isOutdated(hash)).toBe(false)
  })

  it('is worked on by as many at once as allowed, and by all in the end', async () => {
    const one = createPasswords({ memoryKiB: 64, passes: 1, atOnce: 1 })
    const hashes = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(one.hash))
    expect(new Set(hashes).size).toBe(5)
  })
})

describe('a new password', () => {
  const owner = { login: 'wang.xiaoming', name: '王小明爱巨塔花园' }
  const weak = [
    ['seven77', 'fewer than 8'],
    ['长浜社区巨塔', 'fewer than 8'],
    ['😀😀😀😀', 'fewer than 8'],
    ['x'.repeat(100) + 'y'.repeat(157), 'more than 256'],
    ['password', 'common'],
    ['PassWord123', 'common'],
    ['woaini1314', 'common'],
    ['5201314520', 'common'],
    ['1qaz2wsx', 'common'],
    ['12345678', 'common'],
    ['１２３４５６７８', 'common'],
    ['987654321', 'common'],
    ['88888888', 'common'],
    ['abcdefghij', 'common'],
    ['福福福福福福福福', 'common'],
    ['Wang.Xiaoming', 'login or the name'],
    ['王小明爱巨塔花园', 'login or the name'],
  ]
  it.each(weak)('%s is refused', (password, why) => {
    expect(weaknessOf(password, owner)).toContain(why)
  })

  it.each([
    'Shuangqiao-42',
    '长浜社区巨塔花园',
    'correct horse',
    '12345679x',
    'y'.repeat(128) + 'x'.repeat(128),
  ])('%s will do', password => {
    expect(weaknessOf(password, owner)).toBeNull()
  })
})
