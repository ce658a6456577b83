/** What a member may do; a role holds for the subtree of a place (domain.md 8.4). */
export const ROLES = [
  'resident',
  'patroller',
  'handler',
  'unit_manager',
  'coordinator',
  'supervisor',
  'admin',
  'auditor',
] as const
export type Role = (typeof ROLES)[number]

/** What a member is: the four parties of a squad, and the community itself. */
export const AFFILIATIONS = ['resident', 'property', 'police', 'grid', 'community', 'other'] as const
export type Affiliation = (typeof AFFILIATIONS)[number]

/**
 * Who asks for a step. `roles` are the ones that hold at the record's place. The system acts for a rule (an automatic
 * step) or for a timer, and then has no id.
 */
export interface Actor {
  readonly id: string | null
  readonly roles: readonly Role[]
  readonly unitId: string | null
  readonly affiliation: Affiliation | null
  readonly system?: 'rule' | 'timer'
}

/** The actor of automatic steps. */
export const RULE: Actor = { id: null, roles: [], unitId: null, affiliation: null, system: 'rule' }
/** The actor of steps that time takes. */
export const TIMER: Actor = { id: null, roles: [], unitId: null, affiliation: null, system: 'timer' }
