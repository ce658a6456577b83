import { FINDING_RULES } from '../../../machines/finding/rules.ts'
import {
  CLOCK_STATES,
  FINDING_STATES,
  type FindingState,
  STAGE_STATES,
} from '../../../machines/finding/states.ts'
import { PATROL_RULES } from '../../../machines/patrol/rules.ts'
import { PATROL_STATES } from '../../../machines/patrol/states.ts'
import type { Role } from '../../../machines/people.ts'
import { CURRENT_DEFINITIONS, type Definition, type MachineName } from '../../../machines/versions.ts'
import { AppError } from '../errors.ts'
import { drawMachine } from './draw-machine.ts'

export interface MachineState {
  readonly name: string
  /** The parallel part it belongs to, such as `clock`; `null` in a machine of one part. */
  readonly region: string | null
  readonly zh: string
  readonly en: string
  /** The stage of the national procedure, where one has a name for it. */
  readonly stage: string | null
  /** Somebody still has something to do; a clock's states are not open or closed. */
  readonly open: boolean | null
}

interface MachineEvent {
  readonly type: string
  /** Who may, in one state or another; `transitions` tell it for each state. */
  readonly roles: readonly Role[]
  /** Who may only with a reason, on behalf of somebody else. */
  readonly onBehalf: readonly Role[]
  /** Whoever reported the finding may too, in one of these roles. */
  readonly reporter: readonly Role[]
  /** Who leads may too: the squad, or either the squad or this walk. */
  readonly lead: 'squad' | 'either' | null
  /** Taken without a person: by the community's rule, by a timer, or by another region of the machine. */
  readonly system: 'rule' | 'timer' | 'machine' | null
  readonly requires: readonly string[]
}

export interface MachineTransition {
  /** `null`: from every state of the region. */
  readonly from: string | null
  readonly event: string
  /** The same as `from` where the record only remembers something. */
  readonly to: string
  readonly region: string | null
  /** The outcome it is taken for, such as `approved`; several transitions of one event are tried in order. */
  readonly when: string | null
  readonly roles: readonly Role[]
}

export interface MachineDescription {
  readonly name: MachineName
  readonly version: number
  readonly initial: readonly string[]
  readonly states: readonly MachineState[]
  readonly events: readonly MachineEvent[]
  readonly transitions: readonly MachineTransition[]
  /** The same as a Mermaid state diagram. */
  readonly mermaid: string
}

type Names = Readonly<
  Record<
    string,
    { readonly zh: string; readonly en: string; readonly stage?: string | null; readonly open?: boolean }
  >
>
const NAMES: Readonly<Record<MachineName, Names>> = {
  finding: { ...FINDING_STATES, ...CLOCK_STATES, ...STAGE_STATES },
  patrol: PATROL_STATES,
}

interface Rule {
  readonly roles: readonly Role[] | ((state: FindingState) => readonly Role[])
  readonly onBehalf?: readonly Role[]
  readonly reporter?: readonly Role[]
  readonly lead?: 'squad' | 'either'
  readonly system?: 'rule' | 'timer'
  readonly requires: readonly string[]
}
const RULES: Readonly<Record<MachineName, Readonly<Record<string, Rule>>>> = {
  finding: FINDING_RULES,
  patrol: PATROL_RULES,
}

/** What is read of an XState node: the definition's own transitions, not a list kept beside it. */
interface Node {
  readonly key: string
  readonly type: string
  readonly path: readonly string[]
  readonly initial?: { readonly target: readonly Node[] }
  readonly states: Readonly<Record<string, Node>>
  readonly transitions: ReadonlyMap<
    string,
    readonly { readonly target?: readonly Node[]; readonly guard?: unknown }[]
  >
}

/** All machines that new records begin with. */
export function describeMachines(): MachineDescription[] {
  return CURRENT_DEFINITIONS.map(describe)
}

/** One of them by name; refuses with `request.not_found`. */
export function describeMachine(name: string): MachineDescription {
  const definition = CURRENT_DEFINITIONS.find(d => d.name === name)
  if (!definition) throw new AppError('request.not_found')
  return describe(definition)
}

/* Definitions never change while the program runs. */
const known = new Map<Definition, MachineDescription>()

function describe(definition: Definition): MachineDescription {
  const description = known.get(definition) ?? build(definition)
  known.set(definition, description)
  return description
}

function build({ name, version, machine }: Definition): MachineDescription {
  const root = machine.root as unknown as Node
  const regions = root.type === 'parallel' ? Object.values(root.states) : [root]
  const regionOf = (region: Node): string | null => (region === root ? null : region.key)
  const states = regions.flatMap(region =>
    Object.keys(region.states).map(state => stateOf(name, regionOf(region), state)),
  )
  const transitions = regions.flatMap(region =>
    [region, ...Object.values(region.states)].flatMap(node =>
      transitionsOf(name, node, node === region ? null : node.key, regionOf(region)),
    ),
  )
  const types = new Set([...Object.keys(RULES[name]), ...transitions.map(({ event }) => event)])
  const described = {
    name,
    version,
    initial: regions.flatMap(region => region.initial?.target.map(({ key }) => key) ?? []),
    states,
    events: [...types].map(type => eventOf(name, type, transitions)),
    transitions,
  }
  return { ...described, mermaid: drawMachine(described) }
}

function stateOf(name: MachineName, region: string | null, state: string): MachineState {
  const names = NAMES[name][state]
  if (!names) throw new TypeError(`state ${state} of machine ${name} has no name`)
  const { zh, en, stage, open } = names
  return { name: state, region, zh, en, stage: stage ?? null, open: open ?? null }
}

function transitionsOf(
  name: MachineName,
  node: Node,
  from: string | null,
  region: string | null,
): MachineTransition[] {
  return [...node.transitions].flatMap(([event, ways]) =>
    ways.map(way => ({
      from,
      event,
      to: way.target?.at(-1)?.key ?? node.key,
      region,
      when: outcomeOf(way.guard),
      roles: rolesOf(name, event, from),
    })),
  )
}

/** Guards that admit an event at all: the rules, and for the words between regions that they come from within. */
const ADMITTING: ReadonlySet<string> = new Set(['permitted', 'fromWithin', 'watched'])

/* What else a guard asks tells for which outcome the transition is. */
function outcomeOf(guard: unknown): string | null {
  const parts: unknown[] = (guard as { guards?: unknown[] } | undefined)?.guards ?? [guard]
  const names = parts.map(part =>
    typeof part === 'string' ? part : (part as { type?: string } | null)?.type,
  )
  return names.find(part => part !== undefined && !ADMITTING.has(part)) ?? null
}

function rolesOf(name: MachineName, event: string, state: string | null): readonly Role[] {
  const roles = RULES[name][event]?.roles ?? []
  return typeof roles === 'function' ? roles(state as FindingState) : roles
}

function eventOf(name: MachineName, type: string, transitions: readonly MachineTransition[]): MachineEvent {
  const rule = RULES[name][type]
  return {
    type,
    roles: [...new Set(transitions.filter(t => t.event === type).flatMap(t => t.roles))],
    onBehalf: rule?.onBehalf ?? [],
    reporter: rule?.reporter ?? [],
    lead: rule?.lead ?? null,
    system: rule ? (rule.system ?? null) : 'machine',
    requires: rule?.requires ?? [],
  }
}
