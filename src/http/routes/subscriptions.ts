import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { putSubscription } from '../../app/subscriptions/put-subscription.ts'
import { getSubscription, MAIL_WISHES } from '../../app/subscriptions/subscription-view.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Nullable, oneOf } from '../schemas.ts'
import type { Server } from '../server.ts'

const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'local time, HH:MM' })
/* One plain address: nothing in it can be read as a second one, or as the beginning of another header. */
const Email = Type.String({
  maxLength: 254,
  pattern: "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$",
  description: 'seen by the member, and by an administrator who gives out a copy of their data',
})
const wish = {
  language: oneOf(['zh', 'en']),
  email: Nullable(Email),
  mail: oneOf(MAIL_WISHES),
  quietHours: Nullable(closed({ from: TimeOfDay, to: TimeOfDay })),
  digestAt: Nullable(TimeOfDay),
}
export const Subscription = closed({ ...wish, version: Type.Integer() })
const tags = ['subscriptions']

/** How a member is told outside the system: each reads and writes their own. */
export async function addSubscriptionRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/subscriptions',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '我的订阅 · how one is told outside the system',
        tags,
        response: answers({ 200: Subscription }),
      },
    },
    async (request, reply) =>
      send(reply, { status: 200, body: await getSubscription(deps, callerOf(request)) }),
  )

  app.put(
    '/api/v1/subscriptions',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '修改我的订阅 · choose language, mail, quiet hours and a daily digest',
        description:
          '紧急通知(红牌、S1)不受免打扰时段和每日汇总限制。Urgent notices (a red card, anything of S1) pass quiet hours and the digest; quiet hours may lie across midnight.',
        tags,
        body: closed({
          expectedVersion: Type.Optional(Type.Integer({ minimum: 0 })),
          language: wish.language,
          email: wish.email,
          mail: wish.mail,
          quietHours: Type.Optional(wish.quietHours),
          digestAt: Type.Optional(wish.digestAt),
        }),
        response: answers({ 200: Subscription }),
      },
    },
    (request, reply) => {
      const { expectedVersion: _, quietHours = null, digestAt = null, ...rest } = request.body
      const asked = { ...rest, quietHours, digestAt }
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await putSubscription(deps, tx, caller, asked, expectedVersion(request)),
      }))
    },
  )
}
