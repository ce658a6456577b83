import { describe, expect, it } from 'vitest'
import { openSqliteReadOnly } from '../../db/sqlite-read-only.ts'
import { inspectDirectory } from '../../src/compose.ts'
import { afterThis, openHouse } from '../support/house.ts'

async function open() {
  const deps = await openHouse()
  const looking = openSqliteReadOnly({ directory: deps.directory })
  afterThis(() => looking.close())
  const write = (id: string) =>
    deps.db.transaction(tx =>
      tx.answers.keepClientId({ communityId: '长浜', kind: 'finding', id, fingerprint: '楼道堆物' }),
    )
  const find = (id: string) => ({ communityId: '长浜', kind: 'finding', id })
  return { deps, looking, write, find }
}

describe('a database opened to be looked at', () => {
  it('shows what the writer beside it commits', async () => {
    const { looking, write, find } = await open()
    await write('a')
    expect(await looking.read.answers.findClientId(find('a'))).not.toBeNull()
  })

  it('shows a turn one moment from beginning to end, whatever the writer does meanwhile', async () => {
    const { looking, write, find } = await open()
    await looking.transaction(async tx => {
      expect(await tx.answers.findClientId(find('a'))).toBeNull()
      await write('a')
      expect(await tx.answers.findClientId(find('a'))).toBeNull()
    })
    expect(await looking.transaction(tx => tx.answers.findClientId(find('a')))).not.toBeNull()
  })

  it('refuses to write', async () => {
    const { looking, find } = await open()
    const writing = looking.transaction(tx => tx.answers.keepClientId({ ...find('a'), fingerprint: 'x' }))
    await expect(writing).rejects.toMatchObject({ fault: 'read_only' })
  })

  it('knows whether somebody holds it for writing', async () => {
    const { deps } = await open()
    const inspection = inspectDirectory(deps.directory)
    afterThis(() => inspection.close())
    expect(await inspection.isHeld()).toBe(true)
    await deps.db.close()
    expect(await inspection.isHeld()).toBe(false)
  })

  it('says in words that there is none', () => {
    expect(() => openSqliteReadOnly({ directory: '/nowhere' })).toThrow(/DATA_DIR/)
  })
})
