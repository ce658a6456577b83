import { getCategory, listCategories } from '../../app/community/list-categories.ts'
import { getCalendar, updateCalendar } from '../../app/community/update-calendar.ts'
import { updateCategory } from '../../app/community/update-category.ts'
import { getPolicy, updatePolicy } from '../../app/community/update-policy.ts'
import type { Deps } from '../../app/deps.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import {
  CalendarBody,
  CalendarPatch,
  CalendarShape,
  CategoryParams,
  CategoryPatch,
  CategoryShape,
  listQuery,
  OneParams,
  PolicyPatch,
  PolicyShape,
} from './setup-schemas.ts'

const config = { policy: 'signed in' } as const
const tags = ['communities']

/** How a community works: its categories, its working calendar, its policy. */
export async function addCommunitySettingRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/communities/:id/categories',
    {
      config,
      schema: {
        summary: '问题类别 · categories of a community',
        tags,
        params: OneParams,
        querystring: closed(listQuery),
        response: answers({ 200: pageOf(CategoryShape) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...rest } = request.query
      const page = { limit, ...rest }
      const body = await listCategories(deps.db.read, callerOf(request), request.params.id, page)
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/communities/:id/categories/:code',
    {
      config,
      schema: {
        summary: '问题类别详情 · one category',
        tags,
        params: CategoryParams,
        response: answers({ 200: CategoryShape }),
      },
    },
    async (request, reply) => {
      const { id, code } = request.params
      return send(reply, { status: 200, body: await getCategory(deps.db.read, callerOf(request), id, code) })
    },
  )

  app.patch(
    '/api/v1/communities/:id/categories/:code',
    {
      config,
      schema: {
        summary: '修改问题类别 · change a category, from the next finding on',
        tags,
        params: CategoryParams,
        body: CategoryPatch,
        response: answers({ 200: CategoryShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { expectedVersion: _, ...changes } = request.body
        const category = { communityId: request.params.id, code: request.params.code }
        const expected = expectedVersion(request)
        return { status: 200, body: await updateCategory(deps, tx, caller, category, changes, expected) }
      }),
  )

  app.get(
    '/api/v1/communities/:id/calendar',
    {
      config,
      schema: {
        summary: '工作日历 · the working calendar',
        tags,
        params: OneParams,
        response: answers({ 200: CalendarShape }),
      },
    },
    async (request, reply) =>
      send(reply, {
        status: 200,
        body: await getCalendar(deps.db.read, callerOf(request), request.params.id),
      }),
  )

  app.put(
    '/api/v1/communities/:id/calendar',
    {
      config,
      schema: {
        summary: '替换工作日历 · replace the working calendar; deadlines already set stay',
        tags,
        params: OneParams,
        body: CalendarBody,
        response: answers({ 200: CalendarShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { expectedVersion: _, ...whole } = request.body
        const expected = expectedVersion(request)
        return {
          status: 200,
          body: await updateCalendar(deps, tx, caller, request.params.id, { whole }, expected),
        }
      }),
  )

  app.patch(
    '/api/v1/communities/:id/calendar',
    {
      config,
      schema: {
        summary:
          '修改工作日历 · change parts of the working calendar; a day set to null follows the weekday again',
        tags,
        params: OneParams,
        body: CalendarPatch,
        response: answers({ 200: CalendarShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { expectedVersion: _, ...parts } = request.body
        const expected = expectedVersion(request)
        return {
          status: 200,
          body: await updateCalendar(deps, tx, caller, request.params.id, { parts }, expected),
        }
      }),
  )

  app.get(
    '/api/v1/communities/:id/policy',
    {
      config,
      schema: {
        summary: '办理策略 · how findings are handled',
        tags,
        params: OneParams,
        response: answers({ 200: PolicyShape }),
      },
    },
    async (request, reply) =>
      send(reply, { status: 200, body: await getPolicy(deps.db.read, callerOf(request), request.params.id) }),
  )

  app.patch(
    '/api/v1/communities/:id/policy',
    {
      config,
      schema: {
        summary: '修改办理策略 · change the policy; a profile resets the four automatic choices',
        tags,
        params: OneParams,
        body: PolicyPatch,
        response: answers({ 200: PolicyShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { expectedVersion: _, ...changes } = request.body
        const expected = expectedVersion(request)
        return { status: 200, body: await updatePolicy(tx, caller, request.params.id, changes, expected) }
      }),
  )
}
