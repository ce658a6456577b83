import { createApp, watch } from 'vue'
import AppFrame from './app-frame.vue'
import { createHouse, HOUSE } from './house.ts'
import './look/tokens.css'
import './look/base.css'
import './look/parts.css'
import { createPages } from './pages.ts'
import { openPreferences } from './people/preferences.ts'
import { words } from './words/words.ts'

const house = createHouse(await openPreferences())
await house.signIn.start()

const pages = createPages(house)
createApp(AppFrame).provide(HOUSE, house).use(words).use(pages).mount('#app')

watch(house.signIn.current, session => {
  if (session === null && !pages.currentRoute.value.meta.open)
    void pages.push({ path: '/sign-in', query: { next: pages.currentRoute.value.fullPath } })
})

if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js')
