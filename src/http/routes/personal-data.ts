import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { dataAbout } from '../../app/people/data-about.ts'
import { ERASURE_REASONS, eraseMember } from '../../app/people/erase-member.ts'
import { callerOf, change, send } from '../answer.ts'
import { answers, closed, Empty, Id, Nullable, oneOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import { Subscription } from './subscriptions.ts'

const Text = Type.String()
const Instant = Type.String({ format: 'date-time' })
const Walked = closed({ patrolId: Text, at: Instant, lat: Type.Number(), lng: Type.Number() })
const Data = closed({
  asOf: Instant,
  member: closed({
    id: Text,
    login: Text,
    name: Text,
    phone: Nullable(Text),
    affiliation: Text,
    unitId: Nullable(Text),
    active: Type.Boolean(),
    createdAt: Instant,
  }),
  roles: Type.Array(closed({ role: Text, placeId: Nullable(Text) })),
  signedIn: Type.Array(
    closed({ kind: Text, name: Nullable(Text), createdAt: Instant, expiresAt: Nullable(Instant) }),
  ),
  squads: Type.Array(closed({ id: Text, name: Text })),
  told: Subscription,
  calendarFeeds: Type.Array(closed({ id: Text, squadId: Nullable(Text), createdAt: Instant })),
  trackConsent: Nullable(
    closed({ givenAt: Instant, withdrawnAt: Nullable(Instant), wording: Type.Integer() }),
  ),
  tracks: Type.Array(Walked),
  /** Where they stood when they started a patrol or checked in. */
  checkIns: Type.Array(Walked),
  done: Type.Array(
    closed({
      seq: Type.Integer(),
      at: Instant,
      recordType: Text,
      recordId: Text,
      event: Text,
      words: Type.Record(Text, Text),
    }),
  ),
  noted: Type.Array(
    closed({
      seq: Type.Integer(),
      at: Instant,
      actorId: Nullable(Text),
      action: Text,
      object: Text,
    }),
  ),
})
const params = closed({ id: Id })
const tags = ['members']

/** What is kept about somebody, and its end. */
export async function addPersonalDataRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/members/:id/data',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '个人信息副本 · what is kept about a member, for themselves or an administrator',
        tags,
        params,
        response: answers({ 200: Data }),
      },
    },
    async (request, reply) =>
      send(reply, { status: 200, body: await dataAbout(deps, callerOf(request), request.params.id) }),
  )

  app.post(
    '/api/v1/members/:id/erasure',
    {
      config: { policy: ['admin'] },
      schema: {
        summary: '注销并删除个人信息 · take away who a member was; what they did stays, without a name',
        tags,
        params,
        body: closed({ reason: oneOf(ERASURE_REASONS) }),
        response: answers({ 204: Empty }),
      },
    },
    async (request, reply) => {
      const passwordHash = await deps.passwords.hash(deps.chance.secret())
      return change(deps, request, reply, async (tx, caller) => {
        const { reason } = request.body
        await eraseMember(deps, tx, caller, { memberId: request.params.id, reason, passwordHash })
        return { status: 204, body: null }
      })
    },
  )
}
