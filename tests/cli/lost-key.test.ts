import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createClient } from '../support/http-client.ts'
import { runXuncha } from '../support/run-xuncha.ts'
import { ROOT_PASSWORD, startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { temporary } from '../support/temporary.ts'

it('a server does not start without the key of its data, and a backup says where the key is', {
  timeout: 120_000,
}, async () => {
  const directory = join(await temporary(), 'data')
  const env = { DATA_DIR: directory, PORT: '0' }
  const key = join(directory, 'xuncha.key')
  const first = await startServer(directory)
  const { communityId } = await settle(first.address)
  const { call, signIn } = createClient(first.address)
  const token = await signIn('root', ROOT_PASSWORD)
  const member = {
    communityId,
    login: 'li',
    name: '李四',
    phone: '13912345678',
    affiliation: 'resident',
    password: 'Jinsique-2025-xiang',
    roles: [],
  }
  expect((await call('POST', '/members', { token, body: member })).status).toBe(201)
  const backup = await runXuncha(['backup', '--to', join(directory, '..', 'backups')], env)
  expect([backup.code, backup.err, backup.out]).toEqual([0, '', expect.stringContaining(key)])
  const [copy = ''] = backup.out.split('\n')
  await expect(readFile(join(copy, 'xuncha.key'))).rejects.toThrow()
  await first.stop()

  await rename(key, `${key}.kept`)
  await expect(startServer(directory)).rejects.toThrow('ended before it listened')
  await rename(`${key}.kept`, key)
  await (await startServer(directory)).stop()

  expect((await runXuncha(['reseal', '--new-key'], env)).out).toMatch(/sealed 3, 已删除 taken away 0/)
  await rm(key)
  const refused = await runXuncha(['reseal'], env)
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('缺少加密密钥')])
  const given = await runXuncha(['reseal', '--forget-lost'], env)
  expect([given.code, given.out]).toEqual([0, expect.stringContaining('已删除 taken away 3')])
  await (await startServer(directory)).stop()
})
