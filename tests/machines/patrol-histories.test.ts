import { describe, expect, it } from 'vitest'
import { PATROL_DRAFT, type PatrolContext } from '../../machines/patrol/context.ts'
import { type Saved, step, type TimedEvent } from '../../machines/step.ts'
import { definitionOf } from '../../machines/versions.ts'
import histories from './histories/patrol-1.json' with { type: 'json' }

/*
 * Walks as version 1 of the machine remembered them when it knew neither routes nor what is told late. The file was
 * written then and is never written again: the integrity check of a running community replays exactly such entries.
 */

describe('a walk from before there were routes', () => {
  it.each(histories)('that was $name replays to what it was', ({ events, state, context }) => {
    const { machine } = definitionOf('patrol', 1)
    let saved: Saved<PatrolContext> = { value: 'draft', context: PATROL_DRAFT }
    for (const event of events as unknown as TimedEvent[]) {
      const answer = step(machine, saved, event)
      if (answer.outcome === 'refused') throw new Error(`${event.type} does not replay`)
      saved = answer.after
    }
    expect(saved).toEqual({ value: state, context })
    expect(Object.keys(saved.context).sort()).toEqual(Object.keys(context).sort())
  })
})
