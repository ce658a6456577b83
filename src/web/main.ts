import { createApp, watch } from 'vue'
import AppFrame from './app-frame.vue'
import { createHouse, HOUSE } from './house.ts'
import './look/tokens.css'
import './look/base.css'
import './look/parts.css'
import { createPages } from './pages.ts'
import { openPreferences } from './people/preferences.ts'
import { words } from './words/words.ts'

/* The words, who is signed in, and the page that was asked for are fetched at the same time: on a weak signal each
   round counts. */
const { preferences, spoken } = openPreferences()
const house = createHouse(preferences)
const { pages, warmUp } = createPages(house)
warmUp(location.pathname)
await Promise.all([spoken, house.signIn.start()])

createApp(AppFrame).provide(HOUSE, house).use(words).use(pages).mount('#app')

watch(house.signIn.current, session => {
  if (session === null && !pages.currentRoute.value.meta.open)
    void pages.push({ path: '/sign-in', query: { next: pages.currentRoute.value.fullPath } })
})

/** The app is laid down on the phone after the first screen stands: it would take the signal away from it. */
const LAY_DOWN_AFTER_MS = 1_500
await pages.isReady()
if ('serviceWorker' in navigator)
  setTimeout(() => void navigator.serviceWorker.register('/service-worker.js'), LAY_DOWN_AFTER_MS)
