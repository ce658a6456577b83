import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../app/deps.ts'
import { AppError } from '../app/errors.ts'
import { findCaller } from '../app/find-caller.ts'

export interface SiteOptions {
  /** Where browsers reach the system, such as `https://xuncha.example`; `null` when unknown. */
  readonly publicOrigin: string | null
}

/** Name of the session cookie; behind TLS it carries the prefix that binds it to the host. */
export function cookieName(site: SiteOptions): string {
  return site.publicOrigin?.startsWith('https:') ? '__Host-xuncha_session' : 'xuncha_session'
}

/**
 * Finds the member behind every request before its body is read: 401 comes before 400. On unsafe methods a request
 * that brings a cookie has to come from a page of this very site.
 */
export function authenticate(app: FastifyInstance, deps: Deps, site: SiteOptions): void {
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async request => {
    const policy = request.routeOptions.config.policy
    if (policy === undefined || policy === 'everybody') return
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const cookie = bearer === undefined ? request.cookies[cookieName(site)] : undefined
    const secret = bearer ?? cookie
    if (!secret) throw new AppError('request.unauthenticated')
    const kind = bearer === undefined ? 'session' : 'token'
    request.caller = await findCaller(deps, secret, kind, request.id)
    if (!request.caller) throw new AppError('request.unauthenticated')
    if (kind === 'session' && !isSafe(request.method) && !isSameSite(request, site))
      throw new AppError('request.cross_site')
  })
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

function isSameSite(request: FastifyRequest, site: SiteOptions): boolean {
  const { origin, host, 'sec-fetch-site': fetchSite } = request.headers
  if (fetchSite !== undefined) return fetchSite === 'same-origin'
  if (origin === undefined) return false
  if (site.publicOrigin !== null && origin === site.publicOrigin) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
