import { join } from 'node:path'
import { expect, it } from 'vitest'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { runXuncha } from '../support/run-xuncha.ts'
import { startServer } from '../support/server-process.ts'
import { temporary } from '../support/temporary.ts'

it('helps the first administrator in, and refuses to write beside the server that then runs', {
  timeout: 120_000,
}, async () => {
  const env = { DATA_DIR: join(await temporary(), 'data'), PORT: '0', TOKEN: '' }
  const root = ['member', 'add', '--root', '--login', 'root', '--name', '总管理员']
  expect(await runXuncha([...root, '--password-stdin'], env, '12345678\n')).toMatchObject({ code: 1 })
  const added = await runXuncha(root, env)
  expect(added).toMatchObject({ code: 0, err: '' })
  const password = added.out.trim().split(' ').at(-1) ?? ''
  expect(password).toHaveLength(20)
  expect(await runXuncha(root, env)).toMatchObject({
    code: 1,
    err: expect.stringContaining('member password'),
  })
  const changed = ['member', 'password', '--login', 'root', '--password-stdin']
  expect(await runXuncha(changed, env, 'Jinsique-2025-xiang\n')).toMatchObject({ code: 0, err: '' })
  const token = (await runXuncha(['token', 'create', '--login', 'root', '--name', 'curl'], env)).out.trim()
  expect((await runXuncha(['migrate'], env)).out).toContain('up to date')

  const server = await startServer(env.DATA_DIR, { XUNCHA_BOOTSTRAP_ADMIN: '' })
  afterThis(() => server.kill())
  const { call } = createClient(server.address)
  expect((await call('GET', '/session', { token })).body).toMatchObject({ member: { login: 'root' } })
  const wrong = await call('POST', '/session', { body: { login: 'root', password } })
  expect(wrong.status).toBe(401)
  const right = await call('POST', '/session', { body: { login: 'root', password: 'Jinsique-2025-xiang' } })
  expect(right.status).toBe(201)

  const li = ['member', 'add', '--community', 'cb', '--login', 'li', '--name', '李四', '--role', 'patroller']
  for (const writing of [
    li,
    ['member', 'password', '--login', 'root'],
    ['migrate'],
    ['recount', '--repair'],
    ['retention', '--run'],
  ]) {
    const refused = await runXuncha(writing, env)
    expect([writing, refused.code, refused.out]).toEqual([writing, 1, ''])
    expect(refused.err).toMatch(/请先停止服务器.*stop it/s)
  }
  expect((await runXuncha(li, env)).err).toMatch(/curl -X POST .*\/api\/v1\/members/)
  expect(await runXuncha(['restore', '--from', '/nowhere'], env)).toMatchObject({ code: 1 })
  const told = await runXuncha(['retention'], env)
  expect(told.out).toMatch(/照片原图.*180 days: 0 已到期 due \(20/)
  for (const looking of ['integrity', 'recount', 'doctor'])
    expect([looking, (await runXuncha([looking], env)).code]).toEqual([looking, 0])
})

it.each([
  [[], 2],
  [['help'], 0],
  [['nonsense'], 2],
  [['backup', '--help'], 0],
  [['backup', '--nonsense'], 2],
  [['restore'], 2],
  [['member', 'add', '--login', 'li', '--name', '李四'], 2],
  [['member', 'add', '--community', 'cb', '--login', 'li', '--name', '李四', '--role', 'king'], 2],
  [['token', 'create', '--login', 'li', '--name', 'x', '--days', '-3'], 2],
] as const)('answers the command line %j with the exit code %i', async (args, code) => {
  const outcome = await runXuncha(args, { DATA_DIR: '/nowhere' })
  expect(outcome.code).toBe(code)
  expect(code === 0 ? outcome.out : outcome.err).toMatch(/xuncha/)
})
