import type { RouteRecordRaw } from 'vue-router'

type Name = keyof typeof import('./all-pages.ts')
const page = (name: Name) => async () => (await import('./all-pages.ts'))[name]

/** The addresses of the settings. Their pages, and their words, are fetched when somebody opens them. */
export const SETTINGS_ADDRESSES: RouteRecordRaw[] = (
  [
    ['/settings', 'SettingsPage', 'pages.settings'],
    ['/settings/places', 'PlacesPage', 'settings.places.title'],
    ['/settings/places/paste', 'PastePage', 'settings.places.paste'],
    ['/settings/units', 'UnitsPage', 'settings.units.title'],
    ['/settings/units/:id', 'UnitPage', 'settings.units.title'],
    ['/settings/members', 'MembersPage', 'settings.members.title'],
    ['/settings/members/:id', 'MemberPage', 'settings.members.title'],
    ['/settings/imports', 'ImportPage', 'settings.imports.title'],
    ['/settings/categories', 'CategoriesPage', 'settings.categories.title'],
    ['/settings/categories/:code', 'CategoryPage', 'settings.categories.title'],
    ['/settings/calendar', 'CalendarPage', 'settings.calendar.title'],
    ['/settings/policy', 'PolicyPage', 'settings.policy.title'],
    ['/settings/squads', 'SquadsPage', 'settings.squads.title'],
    ['/settings/squads/:id', 'SquadPage', 'settings.squads.title'],
    ['/settings/checkpoints', 'CheckpointsPage', 'settings.checkpoints.title'],
    ['/settings/checkpoints/:id', 'CheckpointPage', 'settings.checkpoints.title'],
    ['/settings/routes', 'RoutesPage', 'settings.routes.title'],
    ['/settings/routes/:id', 'RoutePage', 'settings.routes.title'],
    ['/settings/plans', 'PlansPage', 'settings.plans.title'],
    ['/settings/plans/:id', 'PlanPage', 'settings.plans.title'],
    ['/settings/webhooks', 'WebhooksPage', 'settings.webhooks.title'],
    ['/settings/webhooks/:id', 'WebhookPage', 'settings.webhooks.title'],
  ] as const
).map(([path, name, title]) => ({ path, component: page(name), props: true, meta: { title } }))
