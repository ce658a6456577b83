import type { FastifyInstance } from 'fastify'
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
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const cookie = bearer === undefined ? request.cookies[cookieName(site)] : undefined
    const secret = bearer ?? cookie
    if (!secret) throw new AppError('request.unauthenticated')
    const kind = bearer === undefined ? 'session' : 'token'
    request.caller = await findCaller(deps, secret, kind, request.id)
    if (!request.caller) throw new AppError('request.unauthenticated')
    if (kind === 'session' && !isSafe(request.method) && isFromThisSite(request, site) !== true)
      throw new AppError('request.cross_site')
  })
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
