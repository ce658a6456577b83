import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import sharp from 'sharp'
import type { Affiliation, Role } from '../../machines/people.ts'
import type { Server } from '../../src/http/server.ts'
import { buildCommunity, type SmallCommunity } from './community.ts'
import { openHouse, type TestDeps } from './house.ts'
import { createMember, type Person } from './people.ts'
import { serve } from './serve.ts'

/** A served community with somebody of every role who can sign in by token. */
export interface Scene {
  readonly deps: TestDeps
  readonly app: Pick<Server, 'inject'>
  readonly community: SmallCommunity
  readonly people: Readonly<Record<Cast, Person>>
  /** Calls the interface as somebody; a body makes it JSON. */
  call(
    who: Person | null,
    method: NonNullable<InjectOptions['method']>,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>
  /** Uploads a small photo of its own; gives its id. */
  upload(who: Person): Promise<string>
  /** Reports a finding with a photo, and gives the record. */
  report(who: Person, more?: object): Promise<FindingBody>
  happen(who: Person, id: string, event: object): Promise<LightMyRequestResponse>
}

export interface FindingBody {
  readonly id: string
  readonly state: string
  readonly version: number
  readonly clock: { readonly state: string; readonly dueAt: string | null; readonly why: readonly string[] }
  readonly [field: string]: unknown
}

type Cast =
  | 'resident'
  | 'patroller'
  | 'handler'
  | 'manager'
  | 'otherManager'
  | 'coordinator'
  | 'supervisor'
  | 'admin'
  | 'auditor'

/** Opens 长浜社区 behind the real server, without a network. */
export async function openScene(profile: 'light' | 'full' = 'light'): Promise<Scene> {
  const deps = await openHouse()
  const community = await buildCommunity(deps, profile)
  const app = await serve(deps)
  const member = (
    name: string,
    role: Role,
    affiliation: Affiliation,
    unitId: string | null = null,
  ): Promise<Person> =>
    createMember(deps, community.id, {
      name,
      affiliation,
      unitId,
      roles: [{ role, placeId: community.rootPlaceId }],
    })
  const { property, cleaning } = community.units
  const people = {
    resident: await member('居民甲', 'resident', 'resident'),
    patroller: await member('王阿姨', 'patroller', 'resident'),
    handler: await member('赵师傅', 'handler', 'property', property),
    manager: await member('李经理', 'unit_manager', 'property', property),
    otherManager: await member('孙班长', 'unit_manager', 'other', cleaning),
    coordinator: await member('陈社工', 'coordinator', 'community'),
    supervisor: await member('周督查', 'supervisor', 'community'),
    admin: await member('管理员', 'admin', 'community'),
    auditor: await member('吴审计', 'auditor', 'other'),
  }
  let drawn = 0

  const call: Scene['call'] = (who, method, path, body, headers = {}) =>
    app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...(who ? who.headers : {}), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    })

  const upload: Scene['upload'] = async who => {
    drawn += 1
    const background = { r: drawn % 256, g: Math.floor(drawn / 256), b: 90 }
    const bytes = await sharp({ create: { width: 8, height: 6, channels: 3, background } })
      .withExif({ IFD0: { Make: 'HUAWEI', Model: 'P60' } })
      .png()
      .toBuffer()
    const response = await call(who, 'POST', '/photos', ...form(bytes))
    if (response.statusCode !== 201) throw new Error(response.body)
    return response.json<{ id: string }>().id
  }

  return {
    deps,
    app,
    community,
    people,
    call,
    upload,
    report: async (who, more = {}) => {
      const photoIds = [await upload(who)]
      const body = {
        categoryCode: '0101',
        placeId: community.places.floor.id,
        description: '楼道堆放纸箱',
        photoIds,
        ...more,
      }
      const response = await call(who, 'POST', '/findings', body)
      if (response.statusCode !== 201) throw new Error(response.body)
      return response.json<FindingBody>()
    },
    happen: (who, id, event) => call(who, 'POST', `/findings/${id}/events`, event),
  }
}

/** A multipart form with one file, and the header that goes with it. */
export function form(
  bytes: Buffer,
  name = '现场.jpg',
  field = 'file',
  /** What the phone says of where the photo is from. (Default: nothing) */
  source?: string,
): [body: Buffer, headers: Record<string, string>] {
  const boundary = 'xuncha-form'
  const said =
    source === undefined
      ? ''
      : `--${boundary}\r\ncontent-disposition: form-data; name="source"\r\n\r\n${source}\r\n`
  const head = `${said}--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: image/jpeg\r\n\r\n`
  return [
    Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    { 'content-type': `multipart/form-data; boundary=${boundary}` },
  ]
}
