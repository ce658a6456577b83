import type { JournalRow } from '../../../db/stores/journal.ts'
import type { FindingContext } from '../../../machines/finding/context.ts'
import type { FindingValue } from '../../../machines/finding/states.ts'
import type { PatrolContext } from '../../../machines/patrol/context.ts'
import type { PatrolState } from '../../../machines/patrol/states.ts'
import { type Saved, step, type TimedEvent } from '../../../machines/step.ts'
import { type Definition, definitionOf, type MachineName } from '../../../machines/versions.ts'
import { type Contribution, NO_CONTRIBUTION } from '../figures/book-figures.ts'
import { contributionOf } from '../findings/take-finding-step.ts'
import { patrolContributionOf } from '../patrols/take-patrol-step.ts'

/** Where a record's journal leads, or the first entry that cannot have been taken as it stands there. */
export type Replay =
  | {
      readonly outcome: 'replayed'
      readonly saved: Saved<unknown>
      readonly version: number
    }
  | { readonly outcome: 'broken'; readonly seq: number; readonly why: string }

/** No entries at all: nothing has happened yet. */
const NOTHING: Replay = { outcome: 'broken', seq: 0, why: 'the journal has no entry of it' }

/**
 * Takes a record through all its journal entries, from the draft, each with the machine version it was taken with.
 * Pure. The entries are one record's, oldest first. Throws `UnknownMachine` when an entry names a version that this
 * program does not have: saying that the record differs would be wrong then.
 */
export function replay(entries: readonly JournalRow[]): Replay {
  let end: Replay = NOTHING
  for (const entry of entries) {
    const definition = definitionOf(entry.recordType, entry.machineVersion)
    const before: { saved: Saved<unknown>; version: number } =
      end.outcome === 'replayed' ? end : { saved: definition.draft, version: 0 }
    if (entry.version !== before.version + 1)
      return { outcome: 'broken', seq: entry.seq, why: `version ${before.version + 1} is missing` }
    const after = take(definition, before.saved, entry)
    if (typeof after === 'string') return { outcome: 'broken', seq: entry.seq, why: after }
    end = { outcome: 'replayed', saved: after, version: entry.version }
  }
  return end
}

function take({ machine }: Definition, before: Saved<unknown>, entry: JournalRow): Saved<unknown> | string {
  try {
    const event = JSON.parse(entry.payload) as TimedEvent
    if (event.type !== entry.event || event.at !== entry.at) return 'the entry and its payload disagree'
    const result = step(machine, before, event)
    if (result.outcome === 'refused') return `${entry.event} is not possible here`
    return leadsTo(result.after, entry) ? result.after : `${entry.event} leads to another state`
  } catch (error) {
    // A payload that nobody wrote this way may make the machine trip over it.
    return `${entry.event} cannot be taken: ${String(error)}`
  }
}

/* The journal writes the regions side by side. A finding of version 1 had no third one, so nothing may move in it. */
function leadsTo({ value }: Saved<unknown>, { recordType, machineVersion, toState }: JournalRow): boolean {
  const text = typeof value === 'string' ? value : Object.values(value).join(' ')
  return text === (recordType === 'finding' && machineVersion === 1 ? `${toState} unwatched` : toState)
}

/** What a replayed record adds to the figures; one without entries adds nothing. Throws for a journal that is broken. */
export function contributionOfReplay(recordType: MachineName, entries: readonly JournalRow[]): Contribution {
  if (entries.length === 0) return NO_CONTRIBUTION
  const end = replay(entries)
  if (end.outcome === 'broken')
    throw new Error(
      `${recordType} ${entries[0]?.recordId}: journal entry ${end.seq} does not replay: ${end.why}`,
    )
  const { value, context } = end.saved
  return recordType === 'finding'
    ? contributionOf(context as FindingContext, (value as unknown as FindingValue).work)
    : patrolContributionOf(context as PatrolContext, value as PatrolState)
}
