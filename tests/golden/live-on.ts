import { expect } from 'vitest'
import { recount } from '../../src/app/figures/recount.ts'
import { checkAll, faultOf } from '../../src/app/journal/check-all.ts'
import { fireTimer, listDueTimers } from '../../src/app/journal/fire-timer.ts'
import { type Composed, compose } from '../../src/compose.ts'

const DAYS = 40
const DAY_MS = 86_400_000

/** An old database under today's program for forty days: its timers ring, and everything replays and counts as before. */
export async function liveOn(
  config: Parameters<typeof compose>[0],
  begin: number,
  communities: readonly string[],
): Promise<void> {
  let now = begin
  const house = await compose(config, { clock: { now: () => now } })
  let rung = 0
  for (let day = 0; day < DAYS; day += 1) {
    now += DAY_MS
    rung += await ringAll(house)
  }
  expect(rung).toBeGreaterThan(3)
  for await (const { name, integrity } of checkAll(house.db.read)) expect(faultOf(name, integrity)).toBeNull()
  for (const id of communities) {
    // A release that counts something new counts it from then on; a repair counts it for the time before.
    await recount(house, id, { repair: true })
    expect((await recount(house, id)).differences).toEqual([])
  }
  await house.close()
}

async function ringAll(house: Composed): Promise<number> {
  let rung = 0
  for (let due = await listDueTimers(house, 100); due.length > 0; due = await listDueTimers(house, 100))
    for (const timer of due) if ((await fireTimer(house, timer)) === 'fired') rung += 1
  return rung
}
