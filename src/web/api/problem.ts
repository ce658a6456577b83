import type { components } from './contract.ts'

export type Problem = components['schemas']['Problem']

/** The server said no, and why: a problem body in the reader's language. */
export class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
}

/** No answer came: no signal, or the server is away. Whether the request arrived is not known. */
export class NoSignal extends Error {}

/** Whether trying the very same thing again later can succeed without anybody changing it. */
export function isPassing({ status }: Problem): boolean {
  return status >= 500 || status === 429 || status === 408
}
