import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { AFFILIATIONS, ROLES } from '../../../machines/people.ts'
import type { Deps } from '../../app/deps.ts'
import { AppError } from '../../app/errors.ts'
import { changePassword } from '../../app/people/change-password.ts'
import { findCaller, SESSION_MS } from '../../app/people/find-caller.ts'
import { viewSession } from '../../app/people/session-view.ts'
import { signIn } from '../../app/people/sign-in.ts'
import { signOut } from '../../app/people/sign-out.ts'
import { callerOf, send } from '../answer.ts'
import { answers, closed, Empty, Nullable, oneOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import { cookieName, refuseForeignPage, type SiteOptions } from '../site.ts'

const Session = closed({
  member: closed({
    id: Type.String(),
    name: Type.String(),
    login: Type.String(),
    affiliation: oneOf(AFFILIATIONS),
    unitId: Nullable(Type.String()),
  }),
  communityId: Nullable(Type.String()),
  roles: Type.Array(closed({ role: oneOf(ROLES), placeId: Nullable(Type.String()) })),
})
const Password = Type.String({ minLength: 1, maxLength: 1024 })

/** The browser session: sign in, who am I, sign out, change one's own password. */
export async function addSessionRoutes(app: Server, deps: Deps, site: SiteOptions): Promise<void> {
  const cookie: CookieSerializeOptions = {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    // The prefix `__Host-` of the name holds only together with Secure.
    secure: site.publicOrigin?.startsWith('https:') ?? false,
  }

  app.post(
    '/api/v1/session',
    {
      config: { policy: 'everybody' },
      onRequest: refuseForeignPage(site),
      schema: {
        summary: '登录 · sign in; the answer sets the session cookie',
        tags: ['session'],
        body: closed({ login: Type.String({ minLength: 1, maxLength: 256 }), password: Password }),
        response: answers({ 201: Session }),
      },
    },
    async (request, reply) => {
      const { secret } = await signIn(deps, {
        ...request.body,
        address: request.ip,
        replaces: request.cookies[cookieName(site)] ?? null,
      })
      const caller = await findCaller(deps, secret, 'session', request.id)
      // Deactivated in the very moment between.
      if (!caller) throw new AppError('session.wrong')
      reply.setCookie(cookieName(site), secret, { ...cookie, maxAge: SESSION_MS / 1000 })
      return send(reply, { status: 201, body: viewSession(caller) })
    },
  )

  app.get(
    '/api/v1/session',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '当前登录 · who is signed in',
        tags: ['session'],
        response: answers({ 200: Session }),
      },
    },
    async (request, reply) => send(reply, { status: 200, body: viewSession(callerOf(request)) }),
  )

  app.delete(
    '/api/v1/session',
    {
      config: { policy: 'signed in' },
      schema: { summary: '退出登录 · sign out', tags: ['session'], response: answers({ 204: Empty }) },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      await deps.db.transaction(tx => signOut(tx, caller), caller.communityId)
      return gone(reply.clearCookie(cookieName(site), cookie))
    },
  )

  app.get(
    '/api/v1/session/password',
    {
      config: { policy: 'signed in' },
      schema: {
        summary:
          '密码有效期 · until when one’s password lets one in, when an administrator chose it; null when one chose it oneself',
        tags: ['session'],
        response: answers({ 200: closed({ until: Nullable(Type.String({ format: 'date-time' })) }) }),
      },
    },
    async (request, reply) => {
      const { passwordUntil = null } = callerOf(request)
      const until = passwordUntil === null ? null : new Date(passwordUntil).toISOString()
      return send(reply, { status: 200, body: { until } })
    },
  )

  app.put(
    '/api/v1/session/password',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '修改密码 · change one’s own password; other sessions end',
        tags: ['session'],
        body: closed({ current: Password, next: Password }),
        response: answers({ 204: Empty }),
      },
    },
    async (request, reply) => {
      await changePassword(deps, callerOf(request), { ...request.body, address: request.ip })
      return gone(reply)
    },
  )
}

const gone = (reply: FastifyReply): FastifyReply => send(reply, { status: 204, body: null })
