import type { Deps } from '../../app/deps.ts'
import { fireTimer, listDueTimers } from '../../app/journal/fire-timer.ts'
import { completeNotices, listWaitingNotices } from '../../app/journal/outbox.ts'
import { makePlanned } from './settle-rounds.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import { dayOf } from './the-year.ts'

/** Something that takes its time: it yields the moment at which it wants to go on. */
export type Story = AsyncGenerator<number, void, undefined>
/** A part of a story, with a result. */
export type Part<Result = void> = AsyncGenerator<number, Result, undefined>

export interface Timetable {
  /** Begins a story at a moment. */
  tell(at: number, story: Story): void
  /** Lets everything happen, one thing after the other in the order of time, up to a moment, which is then now. */
  run(until: number): Promise<void>
}

interface Appointment {
  readonly at: number
  /** Breaks ties, so that a year always comes out the same. */
  readonly order: number
  readonly story: Story
}

/** More than any day brings. */
const MOST_NOTICES = 10_000

/**
 * The year's timetable. Between two appointments it lets every timer ring that is due by then, each at its own
 * moment, as the sweep of a running program would; once a day it makes the patrols that are planned.
 */
export function createTimetable(
  deps: Pick<Deps, 'db' | 'chance'> & { readonly clock: SimulatedClock },
  onMoment: (at: number) => void = () => {},
): Timetable {
  const { db, clock } = deps
  const appointments: Appointment[] = []
  let told = 0

  function tell(at: number, story: Story): void {
    const appointment = { at: Math.max(at, clock.now()), order: told++, story }
    let place = appointments.length
    while (place > 0 && isAfter(appointments[place - 1], appointment)) place--
    appointments.splice(place, 0, appointment)
  }

  async function moveTo(moment: number): Promise<void> {
    if (dayOf(moment) !== dayOf(clock.now())) {
      await carryOutNotices()
      await makePlanned(deps)
    }
    for (;;) {
      const [timer] = await listDueTimers({ db, clock: { now: () => moment } }, 1)
      if (!timer) break
      clock.advance(timer.fireAt)
      onMoment(clock.now())
      const outcome = await fireTimer(deps, timer)
      if (outcome === 'stale') throw new Error(`timer ${timer.name} of ${timer.recordId} rings for nobody`)
    }
    clock.advance(moment)
    onMoment(clock.now())
  }

  /* What a day's steps have to tell, as the program's outbox would have carried it out meanwhile. */
  async function carryOutNotices(): Promise<void> {
    const waiting = await listWaitingNotices(db.read, MOST_NOTICES)
    for (const communityId of new Set(waiting.map(notice => notice.communityId))) {
      const own = waiting.filter(notice => notice.communityId === communityId)
      await completeNotices(
        deps,
        communityId,
        own.map(({ id }) => id),
      )
    }
  }

  return {
    tell,
    async run(until) {
      for (let next = appointments[0]; next && next.at <= until; next = appointments[0]) {
        appointments.shift()
        await moveTo(next.at)
        const { done, value } = await next.story.next()
        if (!done) tell(value, next.story)
      }
      await moveTo(until)
      await carryOutNotices()
    },
  }
}

/* The first in line come first in the list. */
function isAfter(a: Appointment | undefined, b: Appointment): boolean {
  return a !== undefined && (a.at > b.at || (a.at === b.at && a.order > b.order))
}
