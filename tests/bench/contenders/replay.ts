import { randomUUID } from 'node:crypto'
import type { Parameter } from './recording.ts'

/** Gives the values of a request's statements: its finding's id, what is new each time, what is one further each time. */
export function valuesFor(finding: string, turn: number): (parameters: readonly Parameter[]) => unknown[] {
  const fresh: string[] = []
  return parameters =>
    parameters.map(parameter => {
      if ('same' in parameter) return parameter.same
      if ('words' in parameter) return parameter.words.join(finding)
      if ('after' in parameter) return parameter.after + turn * parameter.step
      const known = fresh[parameter.fresh]
      if (known !== undefined) return known
      const made = `${randomUUID()}${randomUUID()}${randomUUID()}`.slice(0, parameter.length)
      fresh[parameter.fresh] = made
      return made
    })
}
