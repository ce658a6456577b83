import type { FastifyRequest } from 'fastify'
import { AppError } from '../app/errors.ts'
import type { SiteOptions } from './authenticate.ts'

/**
 * A hook for unsafe routes that nobody is signed in for yet, such as signing in: a page of another site is refused,
 * so that it cannot sign a visitor in under a name of its choice. Programs, which name no page at all, may pass.
 */
export function refuseForeignPage(site: SiteOptions) {
  return async (request: FastifyRequest): Promise<void> => {
    const { origin, host, 'sec-fetch-site': fetchSite } = request.headers
    const ours =
      fetchSite !== undefined
        ? fetchSite === 'same-origin'
        : origin === undefined ||
          origin === site.publicOrigin ||
          (URL.canParse(origin) && new URL(origin).host === host)
    if (!ours) throw new AppError('request.cross_site')
  }
}
