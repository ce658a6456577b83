import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { Server } from './server.ts'

/** Describes the routes as OpenAPI 3.1, served at `/api/v1/openapi.json` and readable at `/docs`. */
export async function describe(app: Server): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Xuncha 巡查',
        version: '1',
        description:
          '居民自治巡查与问题整改 · Patrols and findings of residential communities, from discovery to closing.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'an API token from POST /tokens' },
          session: { type: 'apiKey', in: 'cookie', name: 'xuncha_session' },
        },
      },
      security: [{ bearer: [] }, { session: [] }],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `def-${i}`) },
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: false })
}
