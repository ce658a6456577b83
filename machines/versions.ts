import type { AnyStateMachine } from 'xstate'
import { DRAFT } from './finding/context.ts'
import { FINDING_MACHINE_VERSION, findingMachine } from './finding/machine.ts'
import { FINDING_DRAFT_VALUE } from './finding/states.ts'
import { PATROL_DRAFT } from './patrol/context.ts'
import { PATROL_MACHINE_VERSION, patrolMachine } from './patrol/machine.ts'
import type { Saved } from './step.ts'

export type MachineName = 'finding' | 'patrol'

/** One version of a machine, and where a new record of it starts from. */
export interface Definition {
  readonly name: MachineName
  readonly version: number
  readonly machine: AnyStateMachine
  readonly draft: Saved<unknown>
  /** The version that a record of this one goes on with at its next step; none: it stays. */
  readonly goesOnAs?: number
}

/** A record was stepped by a machine that this program does not have: it is older than the database, or the name is wrong. */
export class UnknownMachine extends Error {
  constructor(name: string, version: number) {
    super(`没有状态机 ${name} 的第 ${version} 版 · no version ${version} of the machine ${name}`)
    this.name = 'UnknownMachine'
  }
}

/*
 * Every version that a stored record may still be on. A new version is added beside the old ones; an old one goes
 * only when no record and no journal entry is left that was taken with it.
 */
const DEFINITIONS: readonly Definition[] = [
  {
    // Without the region `stage`: that begins unwatched, and nothing that version 1 wrote ever starts it.
    name: 'finding',
    version: 1,
    machine: findingMachine,
    draft: { value: FINDING_DRAFT_VALUE, context: DRAFT },
    goesOnAs: 2,
  },
  {
    // Without recurrence: nothing that version 2 wrote says what was fixed before at a finding's spot.
    name: 'finding',
    version: 2,
    machine: findingMachine,
    draft: { value: FINDING_DRAFT_VALUE, context: DRAFT },
    goesOnAs: 3,
  },
  {
    name: 'finding',
    version: FINDING_MACHINE_VERSION,
    machine: findingMachine,
    draft: { value: FINDING_DRAFT_VALUE, context: DRAFT },
  },
  {
    name: 'patrol',
    version: PATROL_MACHINE_VERSION,
    machine: patrolMachine,
    draft: { value: 'draft', context: PATROL_DRAFT },
  },
]

/** The definition of a machine's version; throws `UnknownMachine` rather than guess another one. */
export function definitionOf(name: string, version: number): Definition {
  const definition = DEFINITIONS.find(d => d.name === name && d.version === version)
  if (!definition) throw new UnknownMachine(name, version)
  return definition
}

/** The definition that a record's next step is taken with. */
export function nextDefinitionOf(name: string, version: number): Definition {
  const definition = definitionOf(name, version)
  return definition.goesOnAs === undefined ? definition : nextDefinitionOf(name, definition.goesOnAs)
}

/** The version of each machine that new records begin with. */
export const CURRENT_DEFINITIONS: readonly Definition[] = DEFINITIONS.filter(
  ({ name, version }) => !DEFINITIONS.some(other => other.name === name && other.version > version),
)
