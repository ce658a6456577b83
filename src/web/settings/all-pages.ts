/*
 * Every page of the settings, fetched as one file the first time somebody opens any of them: whoever sets a community up goes
 * through many, and a file each would be a wait each.
 */
export { default as PastePage } from './places/paste-page.vue'
export { default as PlacesPage } from './places/places-page.vue'
export { default as SettingsPage } from './settings-page.vue'
