import { Type } from 'typebox'
import { AFFILIATIONS, ROLES } from '../../../machines/people.ts'
import type { Deps } from '../../app/deps.ts'
import { createMember } from '../../app/people/create-member.ts'
import { deactivateMember } from '../../app/people/deactivate-member.ts'
import { getMember } from '../../app/people/get-member.ts'
import { listMembers } from '../../app/people/list-members.ts'
import { prepareNewPassword } from '../../app/people/new-password.ts'
import { resetPassword } from '../../app/people/reset-password.ts'
import { updateMember } from '../../app/people/update-member.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Empty, Id, Nullable, oneOf, PageQuery, pageOf, Version, words } from '../schemas.ts'
import type { Server } from '../server.ts'

const Member = closed({
  id: Type.String(),
  communityId: Nullable(Type.String()),
  name: Type.String(),
  affiliation: oneOf(AFFILIATIONS),
  unitId: Nullable(Type.String()),
  roles: Type.Array(closed({ role: oneOf(ROLES), placeId: Nullable(Type.String()) })),
  active: Type.Boolean(),
  version: Type.Integer(),
  login: Type.Optional(Type.String({ description: 'for oneself and those who work with people’s data' })),
  phone: Type.Optional(
    Nullable(Type.String({ description: 'as login; in full for oneself, otherwise masked: 138****5678' })),
  ),
})
const Phone = Nullable(Type.String({ minLength: 1, maxLength: 40 }))
const Roles = Type.Array(
  closed({
    role: oneOf(ROLES),
    placeId: Type.Optional(
      Nullable(
        Type.String({ format: 'uuid', description: 'the role holds below it; null: the whole community' }),
      ),
    ),
  }),
  { maxItems: 50 },
)
const Password = Type.String({ maxLength: 1024 })
const params = closed({ id: Id })
const policy = 'signed in' as const
const tags = ['members']

/** Members: administrators write them, members of the same community read them. */
export async function addMemberRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/members',
    {
      config: { policy },
      schema: {
        summary: '新增成员 · add a member',
        tags,
        body: closed({
          id: Type.Optional(Id),
          communityId: Type.Optional(Id),
          login: Type.String({ minLength: 1, maxLength: 256 }),
          name: words(100),
          password: Password,
          phone: Type.Optional(Phone),
          affiliation: oneOf(AFFILIATIONS),
          unitId: Type.Optional(Nullable(Id)),
          roles: Roles,
        }),
        response: answers({ 200: Member, 201: Member }),
      },
    },
    async (request, reply) => {
      const { password: secret, ...input } = request.body
      const password = await prepareNewPassword(deps.passwords, callerOf(request), secret)
      return change(
        deps,
        request,
        reply,
        async (tx, caller) => {
          const { created, view } = await createMember(deps, tx, caller, input, password)
          return { status: created ? 201 : 200, body: view, aboutId: view.id }
        },
        // What is kept of the payload is a plain hash, which a password would not survive: so it is left out.
        input,
      )
    },
  )

  app.get(
    '/api/v1/members',
    {
      config: { policy },
      schema: {
        summary: '成员列表 · list the members of a community',
        tags,
        querystring: closed({ ...PageQuery, communityId: Type.Optional(Id) }),
        response: answers({ 200: pageOf(Member) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const caller = callerOf(request)
      const body = await deps.db.transaction(
        tx => listMembers(deps, tx, caller, { ...query, limit }),
        caller.communityId,
      )
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/members/:id',
    {
      config: { policy },
      schema: { summary: '成员 · one member', tags, params, response: answers({ 200: Member }) },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const body = await deps.db.transaction(
        tx => getMember(deps, tx, caller, request.params.id),
        caller.communityId,
      )
      return send(reply, { status: 200, body })
    },
  )

  app.patch(
    '/api/v1/members/:id',
    {
      config: { policy },
      schema: {
        summary: '修改成员 · change a member; roles replaces all of them',
        tags,
        params,
        body: closed({
          expectedVersion: Type.Optional(Version),
          name: Type.Optional(words(100)),
          phone: Type.Optional(Phone),
          affiliation: Type.Optional(oneOf(AFFILIATIONS)),
          unitId: Type.Optional(Nullable(Id)),
          roles: Type.Optional(Roles),
          active: Type.Optional(Type.Boolean()),
        }),
        response: answers({ 200: Member }),
      },
    },
    (request, reply) => {
      const { expectedVersion: _, ...changes } = request.body
      const update = { memberId: request.params.id, expected: expectedVersion(request), changes }
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await updateMember(deps, tx, caller, update),
      }))
    },
  )

  app.delete(
    '/api/v1/members/:id',
    {
      config: { policy },
      schema: {
        summary: '停用成员 · deactivate a member; sessions and tokens end',
        tags,
        params,
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) => {
      const input = { memberId: request.params.id, expected: expectedVersion(request) }
      return change(deps, request, reply, async (tx, caller) => {
        await deactivateMember(deps, tx, caller, input)
        return { status: 204, body: null }
      })
    },
  )

  app.put(
    '/api/v1/members/:id/password',
    {
      config: { policy },
      schema: {
        summary: '重置密码 · give a member a new password; sessions and tokens end',
        tags,
        params,
        body: closed({ password: Password }),
        response: answers({ 204: Empty }),
      },
    },
    async (request, reply) => {
      const password = await prepareNewPassword(deps.passwords, callerOf(request), request.body.password)
      return change(deps, request, reply, async (tx, caller) => {
        await resetPassword(deps, tx, caller, { memberId: request.params.id, password })
        return { status: 204, body: null }
      })
    },
  )
}
