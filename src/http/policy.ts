import type { Role } from '../../machines/people.ts'

/**
 * Who may call a route at all: everybody, whoever is signed in, or members who hold one of some roles somewhere.
 * What they may do to which record is the use case's business. A route without a policy does not start.
 */
export type Policy = 'everybody' | 'signed in' | readonly Role[]

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy
  }
}
