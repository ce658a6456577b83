import type { FastifyRequest } from 'fastify'
import { AppError } from '../app/errors.ts'

export interface SiteOptions {
  /** Where browsers reach the system, such as `https://xuncha.example`; `null` when unknown. */
  readonly publicOrigin: string | null
}

/** Name of the session cookie; behind TLS it carries the prefix that binds it to the host. */
export function cookieName(site: SiteOptions): string {
  return site.publicOrigin?.startsWith('https:') ? '__Host-xuncha_session' : 'xuncha_session'
}

/** Whether a request comes from a page of this site: `null` when it names no page at all, as a program's does. */
export function isFromThisSite(request: FastifyRequest, site: SiteOptions): boolean | null {
  const { origin, host, 'sec-fetch-site': fetchSite } = request.headers
  if (fetchSite !== undefined) return fetchSite === 'same-origin'
  if (origin === undefined) return null
  return origin === site.publicOrigin || (URL.canParse(origin) && new URL(origin).host === host)
}

/**
 * A hook for unsafe routes that nobody is signed in for yet, such as signing in: a page of another site is refused,
 * so that it cannot sign a visitor in under a name of its choice.
 */
export function refuseForeignPage(site: SiteOptions) {
  return async (request: FastifyRequest): Promise<void> => {
    if (isFromThisSite(request, site) === false) throw new AppError('request.cross_site')
  }
}
