/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/*
 * Keeps the app on the phone, so that every screen opens in a stairwell without a signal. Data is not its business:
 * what is read and what waits to be sent lies in IndexedDB, where the pages themselves put it.
 */

declare const self: ServiceWorkerGlobalScope
declare const __KEPT_FILES__: { url: string; revision: string | null }[]

precacheAndRoute(__KEPT_FILES__)
cleanupOutdatedCaches()
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/(api|docs|health|setup)/] }),
)

self.addEventListener('install', () => {
  void self.skipWaiting()
})
self.addEventListener('activate', event => {
  event.waitUntil(self.clients.claim())
})
