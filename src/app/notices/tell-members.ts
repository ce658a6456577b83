import { type Notice, noticeOf, topOf } from '../../../machines/ladder.ts'
import type { Chance, Writer } from '../deps.ts'
import type { AboutRecord } from './about-record.ts'
import { beginLadder } from './climb-ladder.ts'
import { tellNotice } from './tell-notice.ts'

/**
 * Tells what a step gives to tell, in the step's own transaction: inbox items for those who hear it, an outbox row for
 * the outside, a ladder for a rung that waits to be acknowledged. Nobody hears two things of one step, only the
 * gravest; whoever took the step knows it already and hears no plain notice of it. Gives who heard anything.
 */
export async function tellMembers(
  scope: { readonly tx: Writer; readonly chance: Chance; readonly at: number },
  about: AboutRecord,
  kinds: readonly string[],
  actorId: string | null,
): Promise<ReadonlySet<string>> {
  const told = new Set<string>()
  for (const notice of gravestFirst(kinds)) {
    const round = (notice.rung === '' ? null : about.roundOf(notice.topic)) ?? about.version
    const deaf = notice.rung === '' && actorId !== null ? new Set([...told, actorId]) : told
    for (const id of await tellNotice(scope, about, notice, { round, level: 0 }, deaf)) told.add(id)
    if (notice.climbs) await beginLadder(scope, about, notice, round)
  }
  return told
}

function gravestFirst(kinds: readonly string[]): readonly Notice[] {
  return kinds.map(noticeOf).sort((a, b) => topOf(b) - topOf(a))
}
