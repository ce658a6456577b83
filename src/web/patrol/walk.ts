import type { Patrol } from '../api/client.ts'
import type { Entry } from '../keep/kept.ts'

/** A patrol as its walker sees it: what the server knows, and what this phone has still to tell. */
export interface Walk {
  readonly id: string
  readonly theme: string
  readonly placeId: string
  readonly state: string
  readonly startedAt: string | null
  readonly points: readonly { readonly placeId: string; readonly result: string; readonly at: string }[]
  readonly findings: number
  /** Something of it is still in the outbox. */
  readonly unsent: boolean
  readonly record: Patrol | null
}

const AFTER: Readonly<Record<string, string>> = {
  start: 'active',
  pause: 'paused',
  resume: 'active',
  finish: 'submitted',
  confirm: 'completed',
  cancel: 'cancelled',
  send_back: 'active',
}

/** The walk of a record and of the entries that wait; `null` when neither is there. */
export function walkOf(record: Patrol | null, entries: readonly Entry[]): Walk | null {
  const waiting = entries.filter(({ state }) => state !== 'sent').sort((a, b) => a.turn - b.turn)
  const opened = entries.find(({ kind }) => kind === 'patrol')
  const id = record?.id ?? opened?.id
  if (id === undefined) return null
  let walk: Walk = {
    id,
    theme: record?.theme ?? String(opened?.body.theme),
    placeId: record?.placeId ?? String(opened?.body.placeId),
    state: record?.state ?? 'ready',
    startedAt: record?.startedAt ?? null,
    points: record?.checkpoints ?? [],
    findings: record?.findings ?? 0,
    unsent: waiting.length > 0,
    record,
  }
  // Without the record the phone's own word counts for all of it, sent or not.
  for (const entry of record ? waiting : [...entries].sort((a, b) => a.turn - b.turn))
    walk = after(walk, entry)
  return walk
}

function after(walk: Walk, { kind, body, at }: Entry): Walk {
  const when = new Date(at).toISOString()
  if (kind === 'finding') return { ...walk, findings: walk.findings + 1 }
  if (kind !== 'patrol_event') return walk
  const type = String(body.type)
  if (type === 'checkpoint') {
    const point = { placeId: String(body.placeId), result: String(body.result), at: when }
    return { ...walk, points: [...walk.points, point] }
  }
  const startedAt = type === 'start' ? when : walk.startedAt
  return { ...walk, startedAt, state: AFTER[type] ?? walk.state }
}
