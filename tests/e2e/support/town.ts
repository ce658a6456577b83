import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll } from 'vitest'
import { createClient } from '../../support/http-client.ts'
import { ROOT_PASSWORD, type ServerProcess, startServer } from '../../support/server-process.ts'

export const PASSWORD = 'Xun-cha-2025!'

const PEOPLE = {
  patroller: { name: '陈秀英', affiliation: 'resident', roles: ['patroller'] },
  neighbour: { name: '施岩', affiliation: 'resident', roles: ['patroller'] },
  coordinator: { name: '沈佳怡', affiliation: 'community', roles: ['coordinator'] },
  supervisor: { name: '周建华', affiliation: 'community', roles: ['supervisor'] },
  manager: { name: '钱国平', affiliation: 'property', roles: ['unit_manager'] },
  admin: { name: '方敏', affiliation: 'community', roles: ['admin'] },
} as const
export type Login = keyof typeof PEOPLE

/** The built server with a small community in it, as its administrator would have set it up. */
export interface Town {
  readonly address: string
  readonly placeId: string
  /** Calls the interface as one of the people. */
  as(
    login: Login,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Record<string, unknown> & { id?: string }>
  /** Reports something over the interface; gives the id of the finding. */
  report(description: string, categoryCode?: string): Promise<string>
}

/** A photo that no two calls share. */
export function takePhoto(): Promise<Buffer> {
  const [r, g, b] = [0, 0, 0].map(() => Math.floor(Math.random() * 200))
  const background = { r: r ?? 0, g: g ?? 0, b: b ?? 0 }
  return sharp({ create: { width: 1_200, height: 900, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

async function settle(server: ServerProcess, profile: string): Promise<Town> {
  const { address } = server
  const { call, signIn } = createClient(address)
  const root = await signIn('root', ROOT_PASSWORD)
  const make = async (path: string, body: object): Promise<string> => {
    const { status, body: made } = await call('POST', path, { token: root, body })
    if (status !== 201) throw new Error(`${path}: ${JSON.stringify(made)}`)
    return String(made.id)
  }
  const communityId = await make('/communities', { name: '长浜社区', code: 'cb' })
  const place = (parentId: string | null, kind: string, name: string) =>
    make('/places', { communityId, parentId, kind, name })
  const estate = await place(null, 'estate', '巨塔花园')
  await place(estate, 'building', '2幢')
  const building = await place(estate, 'building', '3幢')
  const entrance = await place(building, 'entrance', '2单元')
  const placeId = await place(entrance, 'floor', '5层')
  const unitId = await make('/units', { communityId, name: '巨塔物业', kind: 'property', placeIds: [estate] })
  if (profile === 'full') {
    const path = `/communities/${communityId}/policy`
    const { status } = await call('PATCH', path, { token: root, body: { profile: 'full' } })
    if (status !== 200) throw new Error(`policy: ${status}`)
  }
  const tokens = new Map<string, string>()
  for (const [login, { name, affiliation, roles }] of Object.entries(PEOPLE)) {
    await make('/members', {
      communityId,
      login,
      name,
      password: PASSWORD,
      affiliation,
      ...(affiliation === 'property' ? { unitId } : {}),
      roles: roles.map(role => ({ role, placeId: null })),
    })
    tokens.set(login, await signIn(login, PASSWORD))
  }

  const as: Town['as'] = async (login, method, path, body) => {
    const answer = await call(method, path, { token: tokens.get(login), body })
    if (answer.status >= 400) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  return {
    address,
    placeId,
    as,
    report: async (description, categoryCode = '0101') => {
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(await takePhoto())], { type: 'image/jpeg' }), 'a.jpg')
      const photo = await as('patroller', 'POST', '/photos', form)
      const body = { categoryCode, placeId, description, photoIds: [photo.id] }
      return String((await as('patroller', 'POST', '/findings', body)).id)
    },
  }
}

/** A town for one file of walks. */
export function useTown(profile: 'light' | 'full' = 'light'): () => Town {
  let town: Town | null = null
  let server: ServerProcess | null = null
  let directory = ''
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'xuncha-e2e-'))
    server = await startServer(directory)
    town = await settle(server, profile)
  })
  afterAll(async () => {
    await server?.stop()
    await rm(directory, { recursive: true, force: true })
  })
  return () => {
    if (!town) throw new Error('the town is not settled yet')
    return town
  }
}
