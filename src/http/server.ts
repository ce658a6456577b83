import type { IncomingMessage, ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  LogController,
  type RawServerDefault,
} from 'fastify'
import type { Redis } from 'ioredis'
import type { Deps } from '../app/deps.ts'
import { AppError } from '../app/errors.ts'
import { authenticate } from './authenticate.ts'
import { buildSerializerLater, validatorLater } from './compile-later.ts'
import { describe } from './openapi.ts'
import { refuseUnguardedRoutes } from './policy.ts'
import { sendProblem, toProblem } from './problem.ts'
import { refuseNul } from './refuse-nul.ts'
import { isRequestId } from './request-id.ts'
import type { HealthOptions } from './routes/health.ts'
import { addProbeRoutes, addRoutes } from './routes/index.ts'
import { addPrometheusRoute } from './routes/prometheus.ts'
import type { QueueBoardOptions } from './routes/queue-board.ts'
import type { WebAppOptions } from './routes/web-app.ts'
import { Problem } from './schemas.ts'
import type { SiteOptions } from './site.ts'
import { createMeters, type Watched } from './watch/meters.ts'
import { watchRequests } from './watch/watch-requests.ts'

export interface ServerOptions extends SiteOptions, HealthOptions, QueueBoardOptions, WebAppOptions {
  readonly logger: { readonly level: string } | false
  /** Requests a member may make in a minute. (Default: 6000) */
  readonly requestsPerMinute?: number
  /** Where several processes count requests together; while it is away nobody is limited. (Default: each by itself) */
  readonly sharedCounts?: Redis | null
  /** Only the pages that watch over the process. (Default: false) */
  readonly probesOnly?: boolean
  /** Trust `X-Forwarded-For` of this many proxies in front. (Default: 0) */
  readonly trustedProxies?: number
  /** Serve figures at /prometheus: on the machine itself, and to whoever brings the token. (Default: no) */
  readonly prometheus?: Watched & { readonly token: string | null }
}

/** The server with its typed routes. */
export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/* A slow client is not to hold a connection (reliability.md T9). */
const LIMITS = {
  bodyLimit: 1_048_576,
  requestTimeout: 10_000,
  connectionTimeout: 15_000,
  keepAliveTimeout: 72_000,
  http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
}

/** More than a community ever opens at once; what comes beyond is a flood. */
const MOST_CONNECTIONS = 4_096

/* Errors of the database driver carry the values of the statement; a log shows the place, not the person. */
function quietError(error: Error & { code?: string }): { type: string; message: string; stack: string } {
  const [first = ''] = error.message.split('\n')
  const at = (error.stack ?? '')
    .split('\n')
    .filter(line => line.trimStart().startsWith('at '))
    .join('\n')
  return { type: error.code ?? error.name, message: first, stack: at }
}

/** Builds the HTTP server without listening. */
export async function buildServer(deps: Deps, options: ServerOptions): Promise<Server> {
  const trusted = options.trustedProxies ?? 0
  const app = fastify<RawServerDefault>({
    ...LIMITS,
    logger: options.logger ? { ...options.logger, serializers: { err: quietError } } : false,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trusted > 0 ? (_address: string, hop: number) => hop < trusted : false,
    // What comes over an open connection while the process ends is still answered, and the connection closed.
    return503OnClosing: false,
    genReqId: request => {
      const own = request.headers['x-request-id']
      return isRequestId(own) ? own : deps.chance.id(deps.clock.now())
    },
    routerOptions: { maxParamLength: 200 },
    schemaController: { compilersFactory: { buildSerializer: buildSerializerLater } },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.server.maxConnections = MOST_CONNECTIONS
  app.removeContentTypeParser('text/plain')
  // The schemas are our own, and the tests look at every one; to look again costs a fifteenth of the time of a start.
  const rules = { allErrors: true, strict: false, useDefaults: true, validateSchema: false } as const
  const strict = formats.default(new Ajv({ ...rules, discriminator: true }))
  const lenient = formats.default(new Ajv({ ...rules, coerceTypes: true }))
  strict.addSchema(Problem)
  lenient.addSchema(Problem)
  // JSON says what it means; only what comes from an address line is text that stands for a number.
  app.setValidatorCompiler(({ schema, httpPart }) =>
    validatorLater(() => (httpPart === 'body' ? strict : lenient).compile(schema)),
  )
  app.addSchema(Problem)

  refuseUnguardedRoutes(app as unknown as FastifyInstance)
  refuseNul(app as unknown as FastifyInstance)
  const meters = options.prometheus ? createMeters(deps, options.prometheus) : null
  watchRequests(app as unknown as FastifyInstance, meters)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id).header('cache-control', 'no-store')
  })
  // A connection that would be kept for the next request would keep a process that is ending.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (options.stopping?.()) reply.header('connection', 'close')
    done(null, payload)
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    hsts: options.publicOrigin?.startsWith('https:') ?? false,
    referrerPolicy: { policy: 'no-referrer' },
  })
  await app.register(cookie)
  authenticate(app as unknown as FastifyInstance, deps, options)
  await app.register(rateLimit, {
    hook: 'preHandler',
    max: options.requestsPerMinute ?? 6_000,
    timeWindow: 60_000,
    enableDraftSpec: true,
    ...(options.sharedCounts
      ? { redis: options.sharedCounts, nameSpace: 'xuncha-requests-', skipOnError: true }
      : {}),
    keyGenerator: request => request.caller?.memberId ?? request.ip,
    errorResponseBuilder: (_, { ttl }) => {
      const seconds = Math.max(1, Math.ceil(ttl / 1_000))
      return new AppError('request.limited', { values: { seconds }, retryAfterSeconds: seconds })
    },
  })
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(request, error)
    return sendProblem(request, reply, problem, problem.code === 'server.failed' ? 500 : undefined)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new AppError('request.not_found')))
  if (meters) await addPrometheusRoute(app, meters, options.prometheus?.token ?? null)
  if (options.probesOnly) {
    await addProbeRoutes(app, deps, options)
    return app
  }
  await describe(app)
  await addRoutes(app, deps, options)
  return app
}
