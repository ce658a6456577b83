import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from 'vue-router'
import type { House } from './house.ts'
import { SETTINGS_ADDRESSES } from './settings/addresses.ts'
import { speakOfSettings } from './words/words.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown to whoever is not signed in. */
    open?: boolean
    /** A task that fills the phone's screen: no bar of pages below it. */
    task?: boolean
    /** Key of its title in the language files. */
    title: string
  }
}

/** Every address of the app. The server answers these with the app's page; a test compares the two lists. */
const ADDRESSES: RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('./home-page.vue'),
    meta: { title: 'pages.home' },
  },
  {
    path: '/sign-in',
    component: () => import('./people/sign-in-page.vue'),
    meta: { title: 'pages.signIn', open: true, task: true },
  },
  {
    path: '/report',
    component: () => import('./report/report-page.vue'),
    meta: { title: 'pages.report', task: true },
  },
  {
    path: '/outbox',
    component: () => import('./outbox/outbox-page.vue'),
    meta: { title: 'pages.outbox' },
  },
  {
    path: '/patrols',
    component: () => import('./patrol/patrols-page.vue'),
    meta: { title: 'pages.patrols' },
  },
  {
    path: '/patrols/:id',
    component: () => import('./patrol/patrol-page.vue'),
    meta: { title: 'pages.patrol' },
    props: true,
  },
  {
    path: '/findings',
    component: () => import('./finding/findings-page.vue'),
    meta: { title: 'pages.findings' },
  },
  {
    path: '/findings/:id',
    component: () => import('./finding/finding-page.vue'),
    meta: { title: 'pages.finding' },
    props: true,
  },
  {
    path: '/queue',
    component: () => import('./queue/queue-page.vue'),
    meta: { title: 'pages.queue' },
  },
  {
    path: '/board',
    component: () => import('./board/board-page.vue'),
    meta: { title: 'pages.board' },
  },
  {
    path: '/audit',
    component: () => import('./audit/audit-page.vue'),
    meta: { title: 'pages.audit' },
  },
  {
    path: '/audit/check',
    component: () => import('./audit/check-page.vue'),
    meta: { title: 'pages.check' },
  },
  {
    path: '/flags',
    component: () => import('./flags/flags-page.vue'),
    meta: { title: 'pages.flags' },
  },
  {
    path: '/rechecks',
    component: () => import('./rechecks/rechecks-page.vue'),
    meta: { title: 'pages.rechecks' },
  },
  {
    path: '/rechecks/:id',
    component: () => import('./rechecks/recheck-page.vue'),
    meta: { title: 'pages.recheck' },
    props: true,
  },
  {
    path: '/inbox',
    component: () => import('./inbox/inbox-page.vue'),
    meta: { title: 'pages.inbox' },
  },
  {
    path: '/figures',
    component: () => import('./figures/figures-page.vue'),
    meta: { title: 'pages.figures' },
  },
  ...SETTINGS_ADDRESSES,
  { path: '/me', component: () => import('./people/me-page.vue'), meta: { title: 'pages.me' } },
  {
    path: '/me/password',
    component: () => import('./people/password-page.vue'),
    meta: { title: 'pages.password' },
  },
  {
    path: '/me/messages',
    component: () => import('./people/messages-page.vue'),
    meta: { title: 'pages.messages' },
  },
  {
    path: '/me/tokens',
    component: () => import('./people/tokens-page.vue'),
    meta: { title: 'pages.tokens' },
  },
  {
    path: '/me/data',
    component: () => import('./people/own-data-page.vue'),
    meta: { title: 'pages.ownData' },
  },
  // What the code on a wall leads to: a report at that place.
  {
    path: '/p/:placeId',
    redirect: to => ({ path: '/report', query: { place: to.params.placeId } }),
  },
  {
    path: '/:rest(.*)*',
    component: () => import('./parts/nowhere-page.vue'),
    meta: { title: 'pages.nowhere', open: true },
  },
]

interface Pages {
  readonly pages: Router
  /** Begins to fetch the page of an address before anybody is led there. */
  warmUp(path: string): void
}

/** The addresses, with everybody who is not signed in led to the sign-in and back. */
export function createPages({ signIn }: Pick<House, 'signIn'>): Pages {
  const pages = createRouter({
    history: createWebHistory(),
    routes: ADDRESSES,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  // The settings are many words that are seldom read: they are fetched only where they are needed.
  pages.beforeResolve(async to => {
    if (/^\/(settings|me\/)/.test(to.path)) await speakOfSettings()
  })
  pages.beforeEach(to => {
    if (to.meta.open || signIn.current.value !== null) return true
    return { path: '/sign-in', query: to.path === '/' ? {} : { next: to.fullPath } }
  })
  return {
    pages,
    warmUp: path => {
      const page = pages.resolve(path).matched.at(-1)?.components?.default
      if (typeof page === 'function') (page as () => Promise<unknown>)().catch(() => undefined)
    },
  }
}
