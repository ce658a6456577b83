import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '../../support/http-client.ts'

/** Clients that report one finding after another, each under its own key until it is answered. */
export interface SteadyWriters {
  /** Ids by key, as they were told. */
  readonly acknowledged: ReadonlyMap<string, string>
  /** Answers other than 201, and 503 with the time to come again. */
  readonly odd: readonly unknown[]
  /** Resolves after so many more answers; or when the writers have given up over an odd one. */
  answers(count: number): Promise<void>
  stop(): Promise<void>
}

/** Starts a writer for each token. */
export function startWriters(address: string, placeId: string, tokens: readonly string[]): SteadyWriters {
  const { call } = createClient(address)
  const acknowledged = new Map<string, string>()
  const odd: unknown[] = []
  let onAnswer = (): void => undefined
  let writing = true
  async function write(token: string, name: string): Promise<void> {
    for (let n = 0; writing; n += 1) {
      const key = `${name}-${n}`
      const body = { categoryCode: '0101', placeId, description: `楼道堆放纸箱 ${key}` }
      for (;;) {
        const reply = await call('POST', '/findings', { token, body, headers: { 'idempotency-key': key } })
        if (reply.status === 201) {
          acknowledged.set(key, String(reply.body.id))
          onAnswer()
          break
        }
        // Nothing else may be answered, and it has to say when to come again.
        if (reply.status !== 503 || reply.headers.get('retry-after') === null) {
          odd.push([reply.status, reply.body])
          return
        }
        await pause(50)
      }
    }
  }
  const writers = Promise.all(tokens.map((token, n) => write(token, `w${n}`)))
  return {
    acknowledged,
    odd,
    answers: async count => {
      const enough = new Promise<void>(resolve => {
        let left = count
        onAnswer = () => {
          left -= 1
          if (left === 0) resolve()
        }
      })
      await Promise.race([enough, writers])
    },
    stop: async () => {
      writing = false
      await writers
    },
  }
}
