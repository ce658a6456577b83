import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { ensureRootAdministrator } from '../../src/app/people/bootstrap.ts'
import type { Server } from '../../src/http/server.ts'
import type { TestDeps } from './house.ts'
import { serve } from './serve.ts'

export const ROOT_PASSWORD = 'Zaojian-7-Yangliu'
/** Everybody's password but the root administrator's. */
export const PASSWORD = 'Shuangqiao-42'

interface Call {
  readonly body?: unknown
  /** Session cookie of a browser; unsafe calls then come from a page of the site. */
  readonly cookie?: string
  readonly token?: string
  readonly headers?: Record<string, string>
  readonly address?: string
}

/** The server without a network, with a root administrator who can sign in. */
export interface Site {
  readonly app: Pick<Server, 'inject'>
  call(
    method: NonNullable<InjectOptions['method']>,
    path: string,
    call?: Call,
  ): Promise<LightMyRequestResponse>
  /** Signs in and gives the cookie as a browser would send it back. */
  signIn(login: string, password?: string): Promise<string>
}

export async function openSite(deps: TestDeps, publicOrigin: string | null = null): Promise<Site> {
  await ensureRootAdministrator(deps, { bootstrap: `root:${ROOT_PASSWORD}` })
  const app = await serve(deps, publicOrigin)
  const call: Site['call'] = (method, path, { body, cookie, token, headers = {}, address } = {}) =>
    app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        ...(cookie === undefined ? {} : { cookie, 'sec-fetch-site': 'same-origin' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
      ...(address === undefined ? {} : { remoteAddress: address }),
    })
  return {
    app,
    call,
    signIn: async (login, password = PASSWORD) =>
      cookieOf(await call('POST', '/session', { body: { login, password } })),
  }
}

/** The cookie that an answer sets, as a browser would send it back. */
export function cookieOf(answer: LightMyRequestResponse): string {
  const header = answer.headers['set-cookie']
  const first = Array.isArray(header) ? header[0] : header
  const pair = first?.split(';')[0]
  if (!pair) throw new Error(`no cookie came: ${answer.statusCode} ${answer.body}`)
  return pair
}

export interface Town extends Site {
  readonly communityId: string
  readonly rootPlaceId: string
  /** Cookie of the root administrator. */
  readonly root: string
  /** Adds a member of the community and gives the id. */
  add(login: string, more?: object): Promise<string>
}

/** A site with one community in it. */
export async function openTown(deps: TestDeps): Promise<Town> {
  const site = await openSite(deps)
  const root = await site.signIn('root', ROOT_PASSWORD)
  const community = await site.call('POST', '/communities', {
    cookie: root,
    body: { name: '长浜社区', code: 'cb' },
  })
  const { id: communityId, placeId: rootPlaceId } = community.json()
  return {
    ...site,
    communityId,
    rootPlaceId,
    root,
    add: async (login, more = {}) => {
      const answer = await site.call('POST', '/members', {
        cookie: root,
        body: {
          communityId,
          login,
          name: '王小明',
          password: PASSWORD,
          affiliation: 'resident',
          roles: [],
          ...more,
        },
      })
      if (answer.statusCode !== 201) throw new Error(`${answer.statusCode} ${answer.body}`)
      return answer.json().id
    },
  }
}
