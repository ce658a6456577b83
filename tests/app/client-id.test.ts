import { describe, expect, it } from 'vitest'
import { type ClaimedId, claimId } from '../../src/app/client-id.ts'
import { openHouse } from '../support/house.ts'

const first: ClaimedId = {
  communityId: 'c1',
  kind: 'member',
  id: 'i1',
  content: { name: '王小明', roles: ['a', 'b'] },
}

async function claimTwice(second: Partial<ClaimedId>): Promise<string> {
  const { db } = await openHouse()
  expect(await db.transaction(tx => claimId(tx, first))).toBe('new')
  return await db.transaction(tx => claimId(tx, { ...first, ...second }))
}

describe('an id that a client made', () => {
  it('is the same record when the same content comes again, in whatever order its fields are', async () => {
    expect(await claimTwice({})).toBe('same')
    expect(await claimTwice({ content: { roles: ['a', 'b'], note: undefined, name: '王小明' } })).toBe('same')
  })

  it('cannot be used for other content', async () => {
    await expect(claimTwice({ content: { name: '王小明', roles: ['b', 'a'] } })).rejects.toThrow(
      'request.id_conflict',
    )
    await expect(claimTwice({ content: {} })).rejects.toThrow('request.id_conflict')
  })

  it('is another one in another community and for another sort of record', async () => {
    expect(await claimTwice({ communityId: 'c2', content: {} })).toBe('new')
    expect(await claimTwice({ kind: 'squad', content: {} })).toBe('new')
  })

  it('is not kept when the turn fails', async () => {
    const { db } = await openHouse()
    const failing = db.transaction(async tx => {
      await claimId(tx, first)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await db.transaction(tx => claimId(tx, { ...first, content: {} }))).toBe('new')
  })
})
