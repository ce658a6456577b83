import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { listDeliveries } from '../../app/notices/list-deliveries.ts'
import { redeliver } from '../../app/notices/redeliver.ts'
import { callerOf, change, send } from '../answer.ts'
import { answers, closed, Id, PageQuery, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import { ChannelName, Delivery, State } from './delivery-schemas.ts'

const policy = 'signed in' as const
const tags = ['deliveries']

/** What goes and went outside, of all channels: for administrators, who see here what could not be delivered. */
export async function addDeliveryRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/deliveries',
    {
      config: { policy },
      schema: {
        summary: '发送记录 · what goes and went outside, the latest first',
        tags,
        querystring: closed({
          ...PageQuery,
          communityId: Type.Optional(Id),
          state: Type.Optional(State),
          channel: Type.Optional(ChannelName),
        }),
        response: answers({ 200: pageOf(Delivery) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const body = await listDeliveries(deps.db.read, callerOf(request), { ...query, limit })
      return send(reply, { status: 200, body })
    },
  )

  app.post(
    '/api/v1/deliveries/:id/redeliver',
    {
      config: { policy },
      schema: {
        summary: '重新发送 · begin a delivery anew, under the same id',
        tags,
        params: closed({ id: Id }),
        response: answers({ 200: Delivery }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await redeliver(deps, tx, caller, { deliveryId: request.params.id }),
      })),
  )
}
