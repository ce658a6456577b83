import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addKey, readKeyFile } from '../../src/app/sealing/key-file.ts'
import { createSeal, KeyMissing, SealBroken, type Sealed } from '../../src/app/sealing/seal.ts'
import { temporary } from '../support/temporary.ts'

const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const PHONE = '13912345678'

describe('a seal', () => {
  const seal = createSeal(() => [one])

  it('gives back what it closed, in the place it was closed for', () => {
    const closed = seal.close('王秀兰 13912345678', 'phone a')
    expect(closed).not.toContain('1391234')
    expect(seal.open(closed, 'phone a')).toBe('王秀兰 13912345678')
    expect(() => seal.open(closed, 'phone b')).toThrow(SealBroken)
    const bytes = Buffer.from('照片的原件')
    expect(seal.openBytes(seal.closeBytes(bytes, 'x'), 'x')).toEqual(bytes)
  })

  it('never closes the same words the same way: equal phones do not look equal', () => {
    expect(seal.close(PHONE, 'phone a')).not.toBe(seal.close(PHONE, 'phone a'))
  })

  it('notices every changed character', () => {
    const closed = seal.close(PHONE, 'phone a')
    for (let n = seal.prefix.length; n < closed.length; n += 1) {
      const other = closed[n] === 'A' ? 'B' : 'A'
      const changed = `${closed.slice(0, n)}${other}${closed.slice(n + 1)}` as Sealed
      expect(() => seal.open(changed, 'phone a')).toThrow(SealBroken)
    }
  })

  it('opens with an older key, closes with the newest, and says which one is missing', () => {
    const closed = seal.close(PHONE, 'phone a')
    const both = createSeal(() => [two, one])
    expect(both.open(closed, 'phone a')).toBe(PHONE)
    expect(seal.opens(both.close(PHONE, 'phone a'))).toBe(false)
    expect(() => createSeal(() => [two]).open(closed, 'phone a')).toThrow(KeyMissing)
  })

  it('reads what an earlier release wrote as it stands', () => {
    expect(seal.open(PHONE as Sealed, 'phone a')).toBe(PHONE)
  })
})

describe('a key file', () => {
  it('is made once, for this account alone, however many ask at once', async () => {
    const file = join(await temporary(), 'deep', 'xuncha.key')
    const [first] = readKeyFile(file)
    expect(readKeyFile(file)).toEqual([first])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    addKey(file)
    const [second, older] = readKeyFile(file)
    expect(older).toEqual(first)
    expect(second).not.toEqual(first)
    expect(await readdir(join(file, '..'))).toEqual(['xuncha.key'])
  })

  it.each(['', '太短\n', `${'A'.repeat(42)}\n`])('that holds %j is refused with words', async words => {
    const file = join(await temporary(), 'xuncha.key')
    await writeFile(file, words)
    expect(() => readKeyFile(file)).toThrow(/密钥文件有误.*Not a key file/)
  })
})
