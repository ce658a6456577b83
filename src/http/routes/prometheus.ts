import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../../app/errors.ts'
import type { Server } from '../server.ts'
import type { Meters } from '../watch/meters.ts'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** A proxy on the same machine speaks for somebody else, and says so. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const

/**
 * The figures for Prometheus. Answered on the machine itself, and to whoever brings the token, when there is one; to
 * everybody else the address does not exist, or asks for the token.
 */
export async function addPrometheusRoute(
  app: Server,
  { registry }: Meters,
  token: string | null,
): Promise<void> {
  app.get(
    '/prometheus',
    { config: { policy: 'everybody' }, schema: { hide: true } },
    async (request, reply) => {
      if (!comesFromThisMachine(request) && !bringsToken(request, token))
        throw new AppError(token === null ? 'request.not_found' : 'request.unauthenticated')
      return reply.type(registry.contentType).send(await registry.metrics())
    },
  )
}

function comesFromThisMachine({ socket, headers }: FastifyRequest): boolean {
  const address = socket.remoteAddress ?? ''
  return (
    FORWARDED.every(name => headers[name] === undefined) &&
    LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  )
}

function bringsToken({ headers }: FastifyRequest, token: string | null): boolean {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  return token !== null && given !== undefined && timingSafeEqual(hashOf(given), hashOf(token))
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
