import type { MachineDescription, MachineState, MachineTransition } from './describe-machine.ts'

/**
 * Draws a machine as a Mermaid `stateDiagram-v2`. Regions that run in parallel stand side by side in one composite
 * state; the ways between the same two states share one arrow; `any` stands for every state of its region.
 */
export function drawMachine(machine: Omit<MachineDescription, 'mermaid'>): string {
  const regions = [...new Set(machine.states.map(({ region }) => region))]
  const drawn = regions.map(region =>
    drawRegion(
      machine.initial,
      machine.states.filter(state => state.region === region),
      machine.transitions.filter(transition => transition.region === region),
      region,
    ),
  )
  const inner = drawn.flatMap((lines, n) => (n === 0 ? lines : ['--', ...lines]))
  const lines =
    regions.length === 1 ? inner : [`state ${machine.name} {`, ...inner.map(line => `  ${line}`), '}']
  return ['stateDiagram-v2', ...lines.map(line => `  ${line}`), ''].join('\n')
}

function drawRegion(
  initial: readonly string[],
  states: readonly MachineState[],
  transitions: readonly MachineTransition[],
  region: string | null,
): string[] {
  const anywhere = `any_${region ?? 'state'}`
  const arrows = new Map<string, string[]>()
  for (const { from, event, to, when } of transitions) {
    const arrow = `${from ?? anywhere} --> ${to}`
    const label = when === null ? event : `${event} [${when}]`
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), label])
  }
  const last = states.filter(
    ({ name }) => transitions.every(({ from }) => from !== null) && transitions.every(t => t.from !== name),
  )
  return [
    ...states.map(({ name, zh, en }) => `state "${zh} · ${en}" as ${name}`),
    ...(transitions.some(({ from }) => from === null) ? [`state "任意 · any" as ${anywhere}`] : []),
    ...states.filter(({ name }) => initial.includes(name)).map(({ name }) => `[*] --> ${name}`),
    ...[...arrows].map(([arrow, labels]) => `${arrow} : ${labels.join(' / ')}`),
    ...last.map(({ name }) => `${name} --> [*]`),
  ]
}
