/*
 * Every page of the settings, fetched as one file the first time somebody opens any of them: whoever sets a community up goes
 * through many, and a file each would be a wait each.
 */

export { default as WebhookPage } from './channels/webhook-page.vue'
export { default as WebhooksPage } from './channels/webhooks-page.vue'
export { default as ImportPage } from './imports/import-page.vue'
export { default as MemberPage } from './members/member-page.vue'
export { default as MembersPage } from './members/members-page.vue'
export { default as PastePage } from './places/paste-page.vue'
export { default as PlacesPage } from './places/places-page.vue'
export { default as CheckpointPage } from './rounds/checkpoint-page.vue'
export { default as CheckpointsPage } from './rounds/checkpoints-page.vue'
export { default as PlanPage } from './rounds/plan-page.vue'
export { default as PlansPage } from './rounds/plans-page.vue'
export { default as RoutePage } from './rounds/route-page.vue'
export { default as RoutesPage } from './rounds/routes-page.vue'
export { default as SquadPage } from './rounds/squad-page.vue'
export { default as SquadsPage } from './rounds/squads-page.vue'
export { default as CalendarPage } from './rules/calendar-page.vue'
export { default as CategoriesPage } from './rules/categories-page.vue'
export { default as CategoryPage } from './rules/category-page.vue'
export { default as PolicyPage } from './rules/policy-page.vue'
export { default as SettingsPage } from './settings-page.vue'
export { default as UnitPage } from './units/unit-page.vue'
export { default as UnitsPage } from './units/units-page.vue'
