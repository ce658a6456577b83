import type { FastifyInstance } from 'fastify'
import type { Meters } from './meters.ts'

/** Addresses that machines ask every few seconds: their lines would bury the others. */
const PROBES = /^\/(health\/|prometheus$)/

const STREAM = '/api/v1/stream'

/**
 * One line a request, and one observation. The route is its pattern and the line holds nothing that came from outside:
 * an address may carry a name, a phone number or a search.
 */
export function watchRequests(app: FastifyInstance, meters: Meters | null): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, log } = request
    const route = routeOptions.url ?? 'unknown'
    const status = reply.statusCode
    const ms = reply.elapsedTime
    // An answer that goes on for hours says nothing of how fast answers are.
    if (route !== STREAM) meters?.answered({ method, route, status, ms })
    const line = { method, route, status, ms: Math.round(ms * 10) / 10 }
    if (status < 400 && PROBES.test(route)) log.debug(line, 'request')
    else log.info(line, 'request')
  })
}
