import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { getTrackConsent, giveTrackConsent, withdrawTrackConsent } from '../../app/tracks/track-consent.ts'
import { keepTrack, readTrack, TRACK_REASONS } from '../../app/tracks/tracks.ts'
import { callerOf, change, send, sentAtOf } from '../answer.ts'
import { languageOf } from '../problem.ts'
import { answers, closed, Id, Instant, Lat, Lng, Nullable, oneOf } from '../schemas.ts'
import type { Server } from '../server.ts'

const policy = 'signed in' as const
const tags = ['tracks']
const Text = Type.String()
const Consent = closed({
  given: Type.Boolean(),
  givenAt: Nullable(Text),
  withdrawnAt: Nullable(Text),
  wording: Type.Integer(),
  words: Text,
})
const Accuracy = Type.Number({ minimum: 0, maximum: 100_000, description: 'metres' })

/** Tracks of walks: the member's consent, their points, and who looks at them why. */
export async function addTrackRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/track-consent',
    {
      config: { policy },
      schema: {
        summary: '轨迹记录同意书 · my consent to tracks, and what it says',
        tags,
        response: answers({ 200: Consent }),
      },
    },
    async (request, reply) => {
      const body = await getTrackConsent(deps.db.read, callerOf(request), languageOf(request))
      return send(reply, { status: 200, body })
    },
  )

  app.put(
    '/api/v1/track-consent',
    {
      config: { policy },
      schema: {
        summary: '同意记录巡查轨迹 · agree to it; “wording” is the number of the words that were shown',
        tags,
        body: closed({ wording: Type.Integer({ minimum: 1 }) }),
        response: answers({ 200: Consent }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await giveTrackConsent(deps, tx, caller, request.body.wording, languageOf(request)),
      })),
  )

  app.delete(
    '/api/v1/track-consent',
    {
      config: { policy },
      schema: {
        summary: '撤回同意并删除轨迹 · withdraw it; my tracks are deleted at once',
        tags,
        response: answers({ 204: Type.Null() }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => ({
        status: 204,
        body: await withdrawTrackConsent(deps, tx, caller),
      })),
  )

  app.post(
    '/api/v1/patrols/:id/track',
    {
      config: { policy },
      schema: {
        summary: '上传巡查轨迹 · points of my way on a patrol; may be sent twice',
        tags,
        params: closed({ id: Id }),
        body: closed({
          points: Type.Array(
            closed({ at: Instant, lat: Lat, lng: Lng, accuracyM: Type.Optional(Accuracy) }),
            { minItems: 1, maxItems: 500 },
          ),
        }),
        response: answers({ 200: closed({ kept: Type.Integer(), dropped: Type.Integer() }) }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const sent = { ...request.body, patrolId: request.params.id, sentAt: sentAtOf(request) }
        return { status: 200, body: await keepTrack(deps, tx, caller, sent) }
      }),
  )

  app.get(
    '/api/v1/patrols/:id/track',
    {
      config: { policy },
      schema: {
        summary: '查看巡查轨迹 · my own way; for a supervisor who says why, everybody’s',
        tags,
        params: closed({ id: Id }),
        querystring: closed({ reason: Type.Optional(oneOf(TRACK_REASONS)) }),
        response: answers({
          200: closed({
            points: Type.Array(
              closed({
                memberId: Text,
                at: Text,
                lat: Type.Number(),
                lng: Type.Number(),
                accuracyM: Nullable(Type.Number()),
              }),
            ),
          }),
        }),
      },
    },
    async (request, reply) => {
      const points = await readTrack(deps, callerOf(request), request.params.id, request.query.reason)
      return send(reply, { status: 200, body: { points } })
    },
  )
}
