import type { Role } from '../api/client.ts'

interface Area {
  readonly name: 'community' | 'rules' | 'rounds' | 'channels'
  readonly pages: readonly { readonly name: string; readonly roles: readonly Role[] }[]
}

const ADMIN: readonly Role[] = ['admin']
const DESK: readonly Role[] = ['coordinator', 'supervisor']

/** What can be set up, and who may: the interface decides again. */
export const AREAS: readonly Area[] = [
  {
    name: 'community',
    pages: [
      { name: 'places', roles: ADMIN },
      { name: 'units', roles: ADMIN },
      { name: 'members', roles: ADMIN },
      { name: 'imports', roles: ADMIN },
    ],
  },
  {
    name: 'rules',
    pages: [
      { name: 'categories', roles: ADMIN },
      { name: 'calendar', roles: ADMIN },
      { name: 'policy', roles: ADMIN },
    ],
  },
  {
    name: 'rounds',
    pages: [
      { name: 'squads', roles: ADMIN },
      { name: 'checkpoints', roles: DESK },
      { name: 'routes', roles: DESK },
      { name: 'plans', roles: DESK },
    ],
  },
  { name: 'channels', pages: [{ name: 'webhooks', roles: ADMIN }] },
]
