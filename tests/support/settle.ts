import type { Role } from '../../machines/people.ts'
import { createClient } from './http-client.ts'
import { ROOT_PASSWORD } from './server-process.ts'

/** Everybody's password but the root administrator's. */
const PASSWORD = 'Xun-cha-2025!'

/** Sets a community up over HTTP, as an administrator would: one building, one property unit. */
export async function settle(address: string) {
  const { call, signIn } = createClient(address)
  const root = await signIn('root', ROOT_PASSWORD)
  const make = async (path: string, body: object): Promise<string> => {
    const { status, body: made } = await call('POST', path, { token: root, body })
    if (status !== 201) throw new Error(`${path}: ${JSON.stringify(made)}`)
    return String(made.id)
  }
  const communityId = await make('/communities', { name: '长浜社区', code: 'cb' })
  const placeId = await make('/places', { communityId, parentId: null, kind: 'building', name: '3幢' })
  const unitId = await make('/units', { communityId, name: '巨塔物业', kind: 'property' })
  return {
    call,
    root,
    communityId,
    placeId,
    unitId,
    /** Makes a member with these roles in the whole community; gives a token of theirs. */
    async member(login: string, name: string, roles: readonly Role[]): Promise<string> {
      await make('/members', {
        communityId,
        login,
        name,
        password: PASSWORD,
        affiliation: 'community',
        roles: roles.map(role => ({ role, placeId: null })),
      })
      return signIn(login, PASSWORD)
    },
  }
}
