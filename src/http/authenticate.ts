import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from '../app/caller.ts'
import type { Deps } from '../app/deps.ts'
import { AppError } from '../app/errors.ts'
import { findCaller } from '../app/people/find-caller.ts'
import { cookieName, isFromThisSite, type SiteOptions } from './site.ts'

/**
 * Finds the member behind every request before its body is read: 401 comes before 400. On unsafe methods a request
 * that brings a cookie has to come from a page of this very site.
 */
export function authenticate(app: FastifyInstance, deps: Deps, site: SiteOptions): void {
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async request => {
    const policy = request.routeOptions.config.policy
    if (policy === undefined || policy === 'everybody') return
    const { kind } = credentialOf(request, site)
    request.caller = await callerNow(deps, request, site)
    if (!request.caller) throw new AppError('request.unauthenticated')
    if (kind === 'session' && !isSafe(request.method) && isFromThisSite(request, site) !== true)
      throw new AppError('request.cross_site')
  })
}

interface Credential {
  readonly secret: string | undefined
  readonly kind: 'session' | 'token'
}

function credentialOf(request: FastifyRequest, site: SiteOptions): Credential {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return { secret: bearer, kind: 'token' }
  return { secret: request.cookies[cookieName(site)], kind: 'session' }
}

/** Whoever is behind a request at this moment: a long answer asks again. */
export async function callerNow(
  deps: Deps,
  request: FastifyRequest,
  site: SiteOptions,
): Promise<Caller | null> {
  const { secret, kind } = credentialOf(request, site)
  return secret ? await findCaller(deps, secret, kind, request.id) : null
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
