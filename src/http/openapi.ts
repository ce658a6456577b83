import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { PROBLEMS } from './schemas.ts'
import type { Server } from './server.ts'

const SIGN = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><text x="0" y="29" fill="#fff"
  font-family="sans-serif" font-size="26" font-weight="700">巡查</text></svg>`

const WHO = { everybody: '所有人 · everybody', 'signed in': '已登录的成员 · any member' } as const

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
    transform: ({ schema, url, route }) => {
      const { policy } = route.config ?? {}
      if (policy === undefined) return { schema, url }
      const who = typeof policy === 'string' ? WHO[policy] : policy.join(', ')
      const open = policy === 'everybody' ? { security: [] } : {}
      const description = [schema.description, `谁可以 · who may: ${who}`].filter(Boolean).join('\n\n')
      return { schema: { ...schema, ...open, description }, url }
    },
    transformObject: document => {
      if (!('openapiObject' in document)) return document.swaggerObject
      const { openapiObject } = document
      openapiObject.components = { ...openapiObject.components, responses: PROBLEMS }
      const problems = Object.fromEntries(
        Object.keys(PROBLEMS).map(status => [status, { $ref: `#/components/responses/${status}` }]),
      )
      for (const [path, methods] of Object.entries(openapiObject.paths ?? {})) {
        if (!path.startsWith('/api/')) continue
        for (const operation of Object.values(methods ?? {}) as { responses?: object }[])
          operation.responses = { ...operation.responses, ...problems }
      }
      return openapiObject
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `def-${i}`) },
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: false,
    logo: { type: 'image/svg+xml', content: Buffer.from(SIGN), href: '/docs', target: '_self' },
    theme: { title: 'Xuncha 巡查 · API' },
  })
}
