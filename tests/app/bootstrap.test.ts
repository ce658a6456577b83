import { describe, expect, it } from 'vitest'
import { ensureRootAdministrator } from '../../src/app/people/bootstrap.ts'
import { completeSetup } from '../../src/app/people/complete-setup.ts'
import { findCaller } from '../../src/app/people/find-caller.ts'
import { signIn } from '../../src/app/people/sign-in.ts'
import { openHouse } from '../support/house.ts'

const setup = { login: 'Root', name: '周主任', password: 'Zaojian-7-Yangliu' }
const bootstrap = 'root:Zaojian:7:Yangliu'

describe('the first start', () => {
  it('creates the root administrator from login and password', async () => {
    const deps = await openHouse()
    expect(await ensureRootAdministrator(deps, { bootstrap })).toEqual({ setupSecret: null, warning: null })
    const input = { login: 'root', password: 'Zaojian:7:Yangliu', address: '::1', replaces: null }
    const { secret } = await signIn(deps, input)
    expect(await findCaller(deps, secret, 'session', 'r1')).toMatchObject({
      communityId: null,
      roles: [{ role: 'admin', placeId: null, path: null }],
    })
  })

  it('does nothing where there are members already', async () => {
    const deps = await openHouse()
    await ensureRootAdministrator(deps, { bootstrap })
    expect(await ensureRootAdministrator(deps, { bootstrap: 'other:Zaojian-7-Yangliu' })).toEqual({
      setupSecret: null,
      warning: null,
    })
    expect(await ensureRootAdministrator(deps, { bootstrap: null })).toEqual({
      setupSecret: null,
      warning: null,
    })
    expect(await deps.db.read.people.countAll()).toBe(1)
  })

  it.each(['root', ':Zaojian-7-Yangliu', 'root:', 'my root:Zaojian-7-Yangliu'])(
    'refuses %s with words for the operator',
    async given => {
      const deps = await openHouse()
      await expect(ensureRootAdministrator(deps, { bootstrap: given })).rejects.toThrow(
        /[\u4e00-\u9fff].*The first/,
      )
      expect(await deps.db.read.people.countAll()).toBe(0)
    },
  )

  it.each(['root:12345678', 'rootroot:rootroot', 'root:short'])(
    'takes the weak %s, and says so',
    async given => {
      const deps = await openHouse()
      const { warning } = await ensureRootAdministrator(deps, { bootstrap: given })
      expect(warning).toMatch(/密码太弱.*too weak/)
      expect(await deps.db.read.people.countAll()).toBe(1)
    },
  )
})

describe('the set-up link', () => {
  it('creates the root administrator, once', async () => {
    const deps = await openHouse()
    const { setupSecret } = await ensureRootAdministrator(deps, { bootstrap: null })
    const token = setupSecret ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await completeSetup(deps, { ...setup, token })).toMatchObject({ login: 'root', name: '周主任' })
    await expect(completeSetup(deps, { ...setup, login: 'second', token })).rejects.toThrow('setup.closed')
    await signIn(deps, { login: 'root', password: setup.password, address: '::1', replaces: null })
  })

  it('creates one administrator even when it is used twice at the same moment', async () => {
    const deps = await openHouse()
    const { setupSecret } = await ensureRootAdministrator(deps, { bootstrap: null })
    const token = setupSecret ?? ''
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map(login => completeSetup(deps, { ...setup, login, token })),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await deps.db.read.people.countAll()).toBe(1)
  })

  it('opens for nobody else', async () => {
    const deps = await openHouse()
    await ensureRootAdministrator(deps, { bootstrap: null })
    await expect(completeSetup(deps, { ...setup, token: 'A'.repeat(43) })).rejects.toThrow('setup.closed')
  })

  it('stays open after a weak password', async () => {
    const deps = await openHouse()
    const { setupSecret } = await ensureRootAdministrator(deps, { bootstrap: null })
    const token = setupSecret ?? ''
    await expect(completeSetup(deps, { ...setup, password: '12345678', token })).rejects.toThrow(
      'session.password_weak',
    )
    await expect(completeSetup(deps, { ...setup, token })).resolves.toBeDefined()
  })

  it('does not exist where the administrator was created from the settings', async () => {
    const deps = await openHouse()
    await ensureRootAdministrator(deps, { bootstrap })
    await expect(completeSetup(deps, { ...setup, token: '' })).rejects.toThrow('setup.closed')
  })

  it('is void after the next start prints another one', async () => {
    const deps = await openHouse()
    const { setupSecret: first } = await ensureRootAdministrator(deps, { bootstrap: null })
    await ensureRootAdministrator(deps, { bootstrap: null })
    await expect(completeSetup(deps, { ...setup, token: first ?? '' })).rejects.toThrow('setup.closed')
  })
})
