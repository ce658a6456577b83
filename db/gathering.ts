import type { Writer } from './database.ts'
import { StoreError } from './errors.ts'
import type { FindingAdvance } from './stores/advance-findings.ts'
import type { FindingRow } from './stores/findings.ts'
import type { InboxRow } from './stores/inbox.ts'
import type { ChainHead, JournalRow, TextRow } from './stores/journal.ts'
import type { LadderKey, LadderRow } from './stores/ladders.ts'
import type { OutboxRow, TimerKey, TimerRow } from './stores/later.ts'
import type { RollupDelta, RollupKey } from './stores/rollups.ts'

/** The stores of one turn that takes many steps, and what to call before it ends. */
export interface Gathering {
  readonly tx: Writer
  /** Writes what has been gathered. A turn that ends without it has taken its steps in vain. */
  flush(): Promise<void>
}

const GATHERED = ['journal', 'inbox', 'later', 'ladders', 'rollups', 'findings'] as const

/**
 * Stores for a turn that takes many steps in one community. What each step writes and no other step reads back
 * (journal entries and the words beside them, inbox items, outbox rows, timers, ladders, figures, and how far a listed
 * or a new finding has come) is gathered and written by `flush` in a few
 * statements of many rows; what each step asks for anew (the chain head, who holds a role, the community, a timer or
 * a finding that was listed before) is read once. A step sees what the steps before it have done, as it would without this: any
 * other read of a gathered store flushes first.
 *
 * For steps that change neither people nor set-up: those are remembered to the turn's end. Everything else goes to
 * `tx` as it is. Gathers in the memory of the turn; a turn that fails takes it along.
 */
export function gather(tx: Writer): Gathering {
  const entries: JournalRow[] = []
  const words: TextRow[] = []
  const items: InboxRow[] = []
  const posted: OutboxRow[] = []
  const timers = new Map<string, { key: TimerKey; row: TimerRow | null }>()
  /** As they stand in the database, as far as they have been listed. */
  const standing = new Map<string, TimerRow | null>()
  const ladders = new Map<string, LadderRow>()
  const figures = new Map<string, { key: RollupKey; delta: Record<string, number> }>()
  const heads = new Map<string, ChainHead | null>()
  let moved = false
  const findings = new Map<string, FindingRow>()
  const advances = new Map<string, FindingAdvance>()
  /** Not written yet: as they will stand. */
  const begun = new Set<string>()

  async function flush(): Promise<void> {
    await tx.journal.append(...entries.splice(0))
    for (const row of words.splice(0)) await tx.journal.keepText(row)
    for (const id of begun) await tx.findings.insert(findings.get(id) as FindingRow)
    begun.clear()
    if (moved) for (const head of heads.values()) if (head) await tx.journal.moveHead(head)
    moved = false
    await tx.inbox.insert(...items.splice(0))
    await tx.later.post(...posted.splice(0))
    const changes = [...timers.values()]
    timers.clear()
    for (const { key, row } of changes) standing.set(nameOfTimer(key), row)
    await tx.later.clearTimer(...changes.flatMap(({ key, row }) => (row ? [] : [key])))
    await tx.later.setTimer(...changes.flatMap(({ row }) => (row ? [row] : [])))
    const rungs = [...ladders.values()]
    ladders.clear()
    await tx.ladders.put(...rungs)
    const moves = [...advances.values()]
    advances.clear()
    if ((await tx.findings.advanceMany(moves)) !== moves.length)
      throw new StoreError('conflict', 'a finding moved on while its steps were gathered')
    const sums = [...figures.values()]
    figures.clear()
    for (const { key, delta } of sums) await tx.rollups.add(key, delta as RollupDelta)
  }

  const gathered: Pick<Writer, (typeof GATHERED)[number]> = {
    journal: {
      ...afterFlush(tx.journal),
      append: async (...rows) => void entries.push(...rows),
      keepText: async row => void words.push(row),
      head: async communityId => {
        const known = heads.get(communityId)
        if (known !== undefined) return known
        const head = await tx.journal.head(communityId)
        heads.set(communityId, head)
        return head
      },
      moveHead: async head => {
        heads.set(head.communityId, head)
        moved = true
      },
    },
    inbox: { ...afterFlush(tx.inbox), insert: async (...rows) => void items.push(...rows) },
    later: {
      ...afterFlush(tx.later),
      post: async (...rows) => void posted.push(...rows),
      setTimer: async (...rows) => {
        for (const row of rows) timers.set(nameOfTimer(row), { key: row, row })
      },
      clearTimer: async (...keys) => {
        for (const key of keys) timers.set(nameOfTimer(key), { key, row: null })
      },
      findTimer: async key => {
        const gathered = timers.get(nameOfTimer(key))
        if (gathered) return gathered.row
        const listed = standing.get(nameOfTimer(key))
        return listed === undefined ? tx.later.findTimer(key) : listed
      },
      timersOfMany: async (communityId, recordIds) => {
        await flush()
        const rows = await tx.later.timersOfMany(communityId, recordIds)
        for (const row of rows) standing.set(nameOfTimer(row), row)
        return rows
      },
    },
    ladders: {
      ...afterFlush(tx.ladders),
      put: async (...rows) => {
        for (const row of rows) ladders.set(nameOfRung(row), row)
      },
      find: async key => ladders.get(nameOfRung(key)) ?? tx.ladders.find(key),
    },
    findings: {
      ...afterFlush(tx.findings),
      findMany: async (communityId, ids) => {
        await flush()
        const rows = await tx.findings.findMany(communityId, ids)
        for (const row of rows) findings.set(row.id, row)
        return rows
      },
      find: async (communityId, id) => findings.get(id) ?? tx.findings.find(communityId, id),
      insert: async row => {
        findings.set(row.id, row)
        begun.add(row.id)
      },
      advance: async (key, changes) => {
        const known = findings.get(key.id)
        if (!known) return tx.findings.advance(key, changes)
        if (known.version !== key.expected) return false
        findings.set(key.id, { ...known, ...changes })
        if (begun.has(key.id)) {
          findings.set(key.id, { ...known, ...changes, version: changes.version ?? known.version })
          return true
        }
        // What it moves on from in the database is where the first of its steps began.
        const { expected } = advances.get(key.id) ?? key
        advances.set(key.id, { ...advances.get(key.id), ...changes, ...key, expected })
        return true
      },
    },
    rollups: {
      ...afterFlush(tx.rollups),
      add: async (key, delta) => {
        const name = [key.communityId, key.scopeId, key.day].join(' ')
        const sum = figures.get(name) ?? { key, delta: {} }
        figures.set(name, sum)
        for (const [counter, amount] of Object.entries(delta))
          sum.delta[counter] = (sum.delta[counter] ?? 0) + amount
      },
    },
  }

  /* Everything of a gathered store that is not listed above sees what has been gathered. */
  function afterFlush<Store extends object>(store: Store): Store {
    const calls = Object.entries(store) as [string, (...given: unknown[]) => Promise<unknown>][]
    return Object.fromEntries(
      calls.map(([name, call]) => [
        name,
        async (...given: unknown[]) => {
          await flush()
          return call(...given)
        },
      ]),
    ) as Store
  }

  return {
    flush,
    tx: {
      ...tx,
      ...gathered,
      people: {
        ...tx.people,
        holdersOf: askedOnce(tx.people.holdersOf),
        isActive: askedOnce(tx.people.isActive),
      },
      setup: { ...tx.setup, findCommunity: askedOnce(tx.setup.findCommunity) },
    },
  }
}

const nameOfTimer = ({ recordId, name }: TimerKey): string => `${recordId} ${name}`
const nameOfRung = ({ recordId, topic, rung }: LadderKey): string => `${recordId} ${topic} ${rung}`

function askedOnce<Given extends readonly string[], Answer>(
  ask: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>()
  return (...given) => {
    const key = given.join(' ')
    const answer = known.get(key) ?? ask(...given)
    known.set(key, answer)
    return answer
  }
}
