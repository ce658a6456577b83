import type { Role, Session } from './api/client.ts'
import type { IconName } from './parts/icons.ts'
import { holds } from './people/session.ts'

/** A page that somebody comes back to. */
export interface PlaceToGo {
  readonly path: string
  readonly title: string
  readonly icon: IconName
}

const ALL: readonly (PlaceToGo & { readonly roles: readonly Role[] | null })[] = [
  { path: '/', title: 'pages.home', icon: 'home', roles: null },
  { path: '/queue', title: 'pages.queue', icon: 'list', roles: ['unit_manager', 'handler'] },
  { path: '/patrols', title: 'pages.patrols', icon: 'route', roles: ['patroller'] },
  { path: '/board', title: 'pages.board', icon: 'board', roles: ['coordinator', 'supervisor'] },
  { path: '/audit', title: 'pages.audit', icon: 'gauge', roles: ['supervisor', 'auditor'] },
  {
    path: '/findings',
    title: 'pages.findings',
    icon: 'search',
    roles: ['patroller', 'resident', 'coordinator', 'supervisor', 'auditor'],
  },
  {
    path: '/figures',
    title: 'pages.figures',
    icon: 'chart',
    roles: ['coordinator', 'supervisor', 'auditor'],
  },
  {
    path: '/settings',
    title: 'pages.settings',
    icon: 'sliders',
    roles: ['admin', 'coordinator', 'supervisor'],
  },
]

/** Where somebody may want to go, by what they do here. */
export function placesToGo(session: Session): readonly PlaceToGo[] {
  return ALL.filter(({ roles }) => roles === null || holds(session, ...roles))
}
