import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { EVENT_PATTERN } from '../../app/notices/event-types.ts'
import { listDeliveriesTo } from '../../app/notices/list-deliveries.ts'
import { redeliver } from '../../app/notices/redeliver.ts'
import { createWebhook } from '../../app/webhooks/create-webhook.ts'
import { listWebhooks } from '../../app/webhooks/list-webhooks.ts'
import { rotateSecret } from '../../app/webhooks/rotate-secret.ts'
import { testWebhook } from '../../app/webhooks/test-webhook.ts'
import { updateWebhook } from '../../app/webhooks/update-webhook.ts'
import { lookAtAddress } from '../../app/webhooks/webhook-address.ts'
import { FORMATS, getOwnWebhook, viewWebhook } from '../../app/webhooks/webhook-view.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Empty, Id, Nullable, oneOf, PageQuery, pageOf, Version, words } from '../schemas.ts'
import type { Server } from '../server.ts'
import { Delivery, State } from './delivery-schemas.ts'

const Url = Type.String({ minLength: 1, maxLength: 2_000 })
const Events = Nullable(
  Type.Array(Type.String({ maxLength: 100, pattern: EVENT_PATTERN }), {
    minItems: 1,
    maxItems: 100,
    description: 'types of events, or the beginning of several, such as finding.handle; null hears all',
  }),
)
const Language = oneOf(['zh', 'en'])
const webhook = {
  id: Type.String(),
  communityId: Type.String(),
  format: oneOf(FORMATS),
  url: Type.String({ description: 'of a WeCom robot only the end of the key' }),
  events: Nullable(Type.Array(Type.String())),
  description: Nullable(Type.String()),
  language: Language,
  active: Type.Boolean(),
  previousSecretUntil: Nullable(Type.String()),
  createdAt: Type.String(),
  version: Type.Integer(),
}
const Webhook = closed(webhook)
const secret = Type.String({ description: 'whsec_…, in this answer and in no other' })
const WithSecret = closed({ ...webhook, secret: Type.Optional(secret) })
const params = closed({ id: Id })
const policy = 'signed in' as const
const tags = ['webhooks']

/** Webhooks and group robots of a community: its administrators write and read them. */
export async function addWebhookRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/webhooks',
    {
      config: { policy },
      schema: {
        summary: '新增 Webhook · add a webhook; its signing secret is in this answer and nowhere else',
        description:
          '签名遵循 Standard Webhooks;wecom 为企业微信群机器人。Signed after Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature; the body is {type, timestamp, data} without personal data. The same webhook-id may come more than once.',
        tags,
        body: closed({
          id: Type.Optional(Id),
          communityId: Type.Optional(Id),
          url: Url,
          format: Type.Optional(oneOf(FORMATS)),
          events: Type.Optional(Events),
          description: Type.Optional(Nullable(words(200))),
          language: Type.Optional(Language),
        }),
        response: answers({ 200: WithSecret, 201: WithSecret }),
      },
    },
    async (request, reply) => {
      const { url, ...input } = request.body
      const address = await lookAtAddress(deps.outside, callerOf(request), url)
      return change(deps, request, reply, async (tx, caller) => {
        const { created, view } = await createWebhook(deps, tx, caller, input, address)
        return { status: created ? 201 : 200, body: view }
      })
    },
  )

  app.get(
    '/api/v1/webhooks',
    {
      config: { policy },
      schema: {
        summary: 'Webhook 列表 · list the webhooks of a community',
        tags,
        querystring: closed({ ...PageQuery, communityId: Type.Optional(Id) }),
        response: answers({ 200: pageOf(Webhook) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const body = await listWebhooks(deps.db.read, callerOf(request), { ...query, limit })
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/webhooks/:id',
    {
      config: { policy },
      schema: { summary: 'Webhook · one webhook', tags, params, response: answers({ 200: Webhook }) },
    },
    async (request, reply) => {
      const row = await getOwnWebhook(deps.db.read, callerOf(request), request.params.id)
      return send(reply, { status: 200, body: viewWebhook(row) })
    },
  )

  app.patch(
    '/api/v1/webhooks/:id',
    {
      config: { policy },
      schema: {
        summary: '修改 Webhook · change a webhook; events replaces all of them',
        tags,
        params,
        body: closed({
          expectedVersion: Type.Optional(Version),
          url: Type.Optional(Url),
          events: Type.Optional(Events),
          description: Type.Optional(Nullable(words(200))),
          language: Type.Optional(Language),
          active: Type.Optional(Type.Boolean()),
        }),
        response: answers({ 200: Webhook }),
      },
    },
    async (request, reply) => {
      const { expectedVersion: _, url, ...changes } = request.body
      const address = url === undefined ? null : await lookAtAddress(deps.outside, callerOf(request), url)
      const update = { webhookId: request.params.id, expected: expectedVersion(request), changes, address }
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await updateWebhook(deps, tx, caller, update),
      }))
    },
  )

  app.delete(
    '/api/v1/webhooks/:id',
    {
      config: { policy },
      schema: {
        summary: '停用 Webhook · take a webhook out of use',
        tags,
        params,
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) => {
      const update = {
        webhookId: request.params.id,
        expected: expectedVersion(request),
        changes: { active: false },
        address: null,
      }
      return change(deps, request, reply, async (tx, caller) => {
        await updateWebhook(deps, tx, caller, update)
        return { status: 204, body: null }
      })
    },
  )

  app.post(
    '/api/v1/webhooks/:id/rotate-secret',
    {
      config: { policy },
      schema: {
        summary: '更换密钥 · a new signing secret; for a day the one before signs, too',
        tags,
        params,
        response: answers({ 200: closed({ ...webhook, secret }) }),
      },
    },
    (request, reply) => {
      const rotation = { webhookId: request.params.id, expected: expectedVersion(request) }
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await rotateSecret(deps, tx, caller, rotation),
      }))
    },
  )

  app.post(
    '/api/v1/webhooks/:id/test',
    {
      config: { policy },
      schema: {
        summary: '发送测试消息 · post a test message; its delivery tells how it went',
        tags,
        params,
        response: answers({ 201: Delivery }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => ({
        status: 201,
        body: await testWebhook(deps, tx, caller, request.params.id),
      })),
  )

  app.get(
    '/api/v1/webhooks/:id/deliveries',
    {
      config: { policy },
      schema: {
        summary: '发送记录 · what goes and went to this webhook, the latest first',
        tags,
        params,
        querystring: closed({ ...PageQuery, state: Type.Optional(State) }),
        response: answers({ 200: pageOf(Delivery) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const { id } = request.params
      const body = await listDeliveriesTo(deps.db.read, callerOf(request), id, { ...query, limit })
      return send(reply, { status: 200, body })
    },
  )

  app.post(
    '/api/v1/webhooks/:id/deliveries/:deliveryId/redeliver',
    {
      config: { policy },
      schema: {
        summary: '重新发送 · begin a delivery anew, under the same id',
        tags,
        params: closed({ id: Id, deliveryId: Id }),
        response: answers({ 200: Delivery }),
      },
    },
    (request, reply) => {
      const { id: webhookId, deliveryId } = request.params
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await redeliver(deps, tx, caller, { deliveryId, webhookId }),
      }))
    },
  )
}
