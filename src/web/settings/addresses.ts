import type { RouteRecordRaw } from 'vue-router'

type Name = keyof typeof import('./all-pages.ts')
const page = (name: Name) => async () => (await import('./all-pages.ts'))[name]

/** The addresses of the settings. Their pages, and their words, are fetched when somebody opens them. */
export const SETTINGS_ADDRESSES: RouteRecordRaw[] = [
  { path: '/settings', component: page('SettingsPage'), meta: { title: 'pages.settings' } },
  { path: '/settings/places', component: page('PlacesPage'), meta: { title: 'settings.places.title' } },
  { path: '/settings/places/paste', component: page('PastePage'), meta: { title: 'settings.places.paste' } },
]
