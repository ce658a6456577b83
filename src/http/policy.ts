import type { FastifyInstance } from 'fastify'
import type { Role } from '../../machines/people.ts'

/**
 * Who may call a route at all: everybody, whoever is signed in, or members who hold one of some roles somewhere.
 * What they may do to which record is the use case's business. A route without a policy does not start.
 */
type Policy = 'everybody' | 'signed in' | readonly Role[]

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy
  }
}

/** Makes the start fail on a route of the interface that says nothing about who may call it. */
export function refuseUnguardedRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', route => {
    if (route.path.startsWith('/api/') && route.config?.policy === undefined)
      throw new Error(`${String(route.method)} ${route.path} has no policy`)
  })
}
