import { type Api, bodyOf, type Member } from '../../api/client.ts'
import { listAll } from '../../keep/list-all.ts'

/** What a community's walks are arranged with, each a list and a form. */
export type RoundKind = 'squads' | 'checkpoints' | 'routes' | 'plans'

/** Any of them, as far as lists and forms are alike. */
export interface Round {
  readonly id: string
  readonly name: string
  readonly active: boolean
  readonly version: number
}

const limit = 200
const usedFirst = <Item extends Round>(items: Item[]): Item[] =>
  items.sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name, 'zh-CN'))

/** All there are of each kind, those in use first. */
export function roundsOf(api: Api, communityId: string | null) {
  const own = communityId ? { communityId } : {}
  const query = (cursor?: string) => ({ params: { query: { limit, cursor } } })
  const ofOwn = (cursor?: string) => ({ params: { query: { limit, cursor, ...own } } })
  return {
    squads: async () => usedFirst(await listAll(c => bodyOf(api.GET('/api/v1/squads', ofOwn(c))))),
    checkpoints: async () => usedFirst(await listAll(c => bodyOf(api.GET('/api/v1/checkpoints', query(c))))),
    routes: async () => usedFirst(await listAll(c => bodyOf(api.GET('/api/v1/routes', query(c))))),
    plans: async () => usedFirst(await listAll(c => bodyOf(api.GET('/api/v1/patrol-plans', query(c))))),
    walkers: async (): Promise<Member[]> =>
      (await listAll(c => bodyOf(api.GET('/api/v1/members', ofOwn(c)))))
        .filter(({ active, roles }) => active && roles.some(({ role }) => role === 'patroller'))
        .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN')),
  }
}
