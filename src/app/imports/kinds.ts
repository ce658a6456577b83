import type { Caller } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { FINDINGS } from './findings.ts'
import { type ImportNews, type ImportRequest, importList } from './import-list.ts'
import { MEMBERS } from './members.ts'
import { PLACES } from './places.ts'
import { UNITS } from './units.ts'

/** What can be imported; in an empty community, in this order. */
export const IMPORT_KINDS = ['places', 'units', 'members', 'findings'] as const
export type ImportName = (typeof IMPORT_KINDS)[number]

/** Fields of each sort of list. */
export const FIELDS_OF = {
  places: PLACES.fields,
  units: UNITS.fields,
  members: MEMBERS.fields,
  findings: FINDINGS.fields,
} as const

/** Imports a list of one sort; see `importList`. */
export function importNamed(
  name: ImportName,
  deps: Deps,
  caller: Caller,
  request: ImportRequest,
): AsyncGenerator<ImportNews> {
  if (name === 'places') return importList(PLACES, deps, caller, request)
  if (name === 'units') return importList(UNITS, deps, caller, request)
  if (name === 'members') return importList(MEMBERS, deps, caller, request)
  return importList(FINDINGS, deps, caller, request)
}
