import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { afterThis } from '../support/house.ts'
import { runXuncha } from '../support/run-xuncha.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { temporary } from '../support/temporary.ts'

/*
 * Backups while four writers report one finding after another (reliability.md F23). Each has to contain everything that
 * was acknowledged before it began, and to restore into an empty directory with the same chains.
 * At full size by hand: XUNCHA_BACKUP_ROUNDS=20.
 */

const ROUNDS = Number(process.env.XUNCHA_BACKUP_ROUNDS ?? 3)
const WRITERS = 4

it(`restores ${ROUNDS} backups taken under load, each with everything acknowledged before it began`, {
  timeout: 600_000,
}, async () => {
  const directory = await temporary()
  const data = join(directory, 'data')
  const server = await startServer(data)
  afterThis(() => server.kill())
  const { call, placeId, member } = await settle(server.address)
  const token = await member('chen', '陈社工', ['coordinator'])

  const acknowledged: string[] = []
  let writing = true
  const writers = Array.from({ length: WRITERS }, async (_, n) => {
    while (writing) {
      const description = `楼道堆放纸箱 ${n}`
      const { status, body } = await call('POST', '/findings', {
        token,
        body: { categoryCode: '0101', placeId, description },
      })
      if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`)
      acknowledged.push(String(body.id))
    }
  })

  for (let round = 0; round < ROUNDS; round += 1) {
    const before = [...acknowledged]
    const backup = await runXuncha(['backup', '--to', join(directory, 'backups')], { DATA_DIR: data })
    expect(backup).toMatchObject({ code: 0, err: '' })
    expect(acknowledged.length).toBeGreaterThan(before.length)

    const from = backup.out.split('\n')[0] ?? ''
    const restored = join(directory, `restored-${round}`)
    expect(await runXuncha(['restore', '--from', from], { DATA_DIR: restored })).toMatchObject({ code: 0 })
    const db = new BetterSqlite3(join(restored, 'xuncha.sqlite'), { readonly: true })
    const kept = new Set(db.prepare('select id from findings').pluck().all())
    expect(before.filter(id => !kept.has(id))).toEqual([])
    const manifest = JSON.parse(await readFile(join(from, 'manifest.json'), 'utf8'))
    const heads = db.prepare('select community_id, seq, hash from chain_heads order by community_id').all()
    db.close()
    expect(heads).toEqual(
      manifest.database.heads.map((head: { communityId: string; seq: number; hash: string }) => ({
        community_id: head.communityId,
        seq: head.seq,
        hash: head.hash,
      })),
    )
    await rm(restored, { recursive: true })
  }
  writing = false
  await Promise.all(writers)
  expect(await server.stop()).toBe(0)
})
