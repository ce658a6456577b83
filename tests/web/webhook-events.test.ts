import { describe, expect, it } from 'vitest'
import { NOTICES } from '../../machines/ladder.ts'
import { eventTypeOf, hears, isEventName } from '../../src/app/notices/event-types.ts'
import {
  EVENT_GROUPS,
  eventsOf,
  othersIn,
  ticksOf,
  wordsOfEvent,
} from '../../src/web/settings/channels/events.ts'
import zh from '../../src/web/words/zh-CN/channels.json'

const TICKS: readonly string[] = Object.values(EVENT_GROUPS).flat()
const typeOf = ({ topic, rung }: { topic: string; rung: string }): string =>
  eventTypeOf({ recordType: topic === 'patrol' ? 'patrol' : 'finding', topic, rung })

describe('the messages that a webhook may ask for', () => {
  it('are names that the interface knows', () => {
    expect(TICKS.filter(tick => !isEventName(tick))).toEqual([])
  })

  it('leave no notice out', () => {
    const types = [...NOTICES.values()].map(typeOf)
    expect(types.filter(type => !hears(TICKS, type))).toEqual([])
  })

  it('have words, every rung of theirs included', () => {
    const known = (key: string): boolean =>
      key
        .replace('settings.', '')
        .split('.')
        .reduce<unknown>((tree, part) => (tree as Record<string, unknown> | undefined)?.[part], zh) !==
      undefined
    const spoken = [...NOTICES.values()].map(typeOf).concat(TICKS, 'webhook.test')
    expect(spoken.flatMap(wordsOfEvent).filter(key => !known(key))).toEqual([])
  })

  it('come back as they were ticked: 红牌 and 已结案', () => {
    const ticks = ['finding.handle.red', 'finding.closed']
    expect(ticksOf(eventsOf(ticks))).toEqual(ticks)
  })

  it('are asked for by the fewest names, so that a new rung is heard, too', () => {
    const handle = TICKS.filter(tick => tick.startsWith('finding.handle.'))
    expect(eventsOf([...handle, 'finding.closed'])).toEqual(['finding.handle', 'finding.closed'])
    expect(eventsOf(TICKS)).toEqual(['finding', 'patrol.patrol'])
  })

  it('keep a name that was written over the interface and has no tick', () => {
    expect(ticksOf(['finding.triage.overdue'])).toEqual(['finding.triage.overdue'])
    expect(othersIn(ticksOf(['finding.triage.overdue', 'finding.closed']))).toEqual([
      'finding.triage.overdue',
    ])
  })
})
