import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { compose } from '../../../src/compose.ts'
import { fireTimers } from '../../../workers/fire-timers.ts'
import { underLease } from '../../../workers/under-lease.ts'

/*
 * A worker that stands still where it hurts. It waits for orders, one a line, and looks at due timers under the lease as
 * every worker does, until some have rung or until it could not any more:
 *
 *     sleepy-worker.ts <url> <directory> --name A --lease 300
 *     work        says {"rang":5}
 *     looked      stops its process (SIGSTOP) with due timers in its hand and the lease held, and says {"asleep":true}
 *     stepped     the same, with their steps written and not yet committed
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { name: { type: 'string', default: 'A' }, lease: { type: 'string', default: '300' } },
})
const [databaseUrl = '', dataDirectory = '.'] = positionals
const composed = await compose({ databaseUrl, dataDirectory })
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`)

let order = 'work'
function sleepIf(place: string): void {
  if (order !== place) return
  order = 'work'
  say({ asleep: true })
  process.kill(process.pid, 'SIGSTOP')
}

const { read, transaction } = composed.db
const deps: typeof composed = {
  ...composed,
  db: {
    ...composed.db,
    read: {
      ...read,
      later: {
        ...read.later,
        dueTimers: async (...asked) => {
          const due = await read.later.dueTimers(...asked)
          if (due.length > 0) sleepIf('looked')
          return due
        },
      },
    },
    transaction: (work, lane) =>
      transaction(async tx => {
        const done = await work(tx)
        if (lane) sleepIf('stepped')
        return done
      }, lane),
  },
}

const wish = { name: 'timers', holder: values.name, ms: Number(values.lease) }
/** Looks until it had the lease and was through with what was due; gives how many rang. */
async function work(): Promise<number> {
  for (;;) {
    let rang: number | null = null
    const sweep = underLease(deps, wish, async signal => {
      rang = await fireTimers(
        deps,
        (timer, error) => say({ failed: timer.name, error: String(error) }),
        signal,
      )
    })
    await sweep(new AbortController().signal)
    if (rang !== null) return rang
    await pause(20)
  }
}

say({ ready: true })
for await (const line of createInterface({ input: process.stdin })) {
  order = line
  say({ rang: await work() })
}
await composed.close()
