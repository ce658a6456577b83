import type { Unit } from '../../api/client.ts'

/** What a unit can be, those that are set up most often first. */
export const UNIT_KINDS: readonly Unit['kind'][] = [
  'property',
  'cleaning',
  'grid',
  'police',
  'owners_committee',
  'volunteer',
  'sanitation',
  'urban_mgmt',
  'fire',
  'utility',
  'lift_maint',
  'coordinator',
  'verifier',
  'supervisor',
  'admin',
  'auditor',
  'resident',
]
