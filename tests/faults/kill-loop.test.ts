import { expect, it } from 'vitest'
import { startPostgres } from '../services/postgres.ts'
import { checkInvariants } from '../support/check-invariants.ts'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { openStored } from '../support/stored.ts'
import { temporary } from '../support/temporary.ts'

/*
 * The server is killed without warning under eight writers, under fifty on PostgreSQL, again and again. Whatever a client was told is there
 * afterwards, whole: snapshot, journal, idempotency record; what nobody was told is either whole or not there.
 * At full size by `npm run test:faults`: 200 kills on each, and more than 20 000 acknowledgements.
 */

const CYCLES = {
  SQLite: Number(process.env.XUNCHA_KILL_CYCLES ?? 10),
  PostgreSQL: Number(process.env.XUNCHA_KILL_CYCLES_POSTGRES ?? 3),
}
const WRITERS = { SQLite: 8, PostgreSQL: 50 }
/** Writers beyond these share their accounts. */
const ACCOUNTS = 8

/** What the clients were told: the highest version of each finding, and the answers by key. */
interface Ledger {
  readonly versions: Map<string, number>
  readonly answers: Map<string, string>
  /** How many answers there were. */
  told: number
  onAnswer: () => void
}

/** What the server's settings say, and where to look afterwards. */
async function layOut(
  kind: keyof typeof CYCLES,
  directory: string,
): Promise<{ env: NodeJS.ProcessEnv; place: string }> {
  if (kind === 'SQLite') return { env: {}, place: directory }
  const postgres = await startPostgres({ durable: true })
  afterThis(postgres.stop)
  return { env: { DATABASE_URL: postgres.url }, place: postgres.url }
}

it.each(['SQLite', 'PostgreSQL'] as const)(
  'loses nothing it acknowledged on %s when it is killed under its writers',
  {
    timeout: Math.max(600_000, CYCLES.SQLite * 15_000),
  },
  async kind => {
    const cycles = CYCLES[kind]
    const directory = await temporary()
    const { env, place } = await layOut(kind, directory)
    const start = (): Promise<ServerProcess> => startServer(directory, env)
    const ledger: Ledger = { versions: new Map(), answers: new Map(), told: 0, onAnswer: () => undefined }
    let server = await start()
    const { placeId, member } = await settle(server.address)
    const supervisor = await member('supervisor', '周督查', ['supervisor'])
    const tokens: string[] = []
    for (let n = 0; n < ACCOUNTS; n += 1)
      tokens.push(await member(`writer${n}`, `陈社工${n}`, ['coordinator']))
    await server.kill()

    for (let cycle = 0; cycle < cycles; cycle += 1) {
      server = await start()
      // Killed in full flight: after some answers, while the other writers are in the middle of theirs.
      let answers = 5 + ((cycle * 37) % 200)
      const enough = new Promise<void>(resolve => {
        ledger.onAnswer = () => {
          ledger.told += 1
          answers -= 1
          if (answers === 0) resolve()
        }
      })
      const writers = Array.from({ length: WRITERS[kind] }, (_, n) =>
        write(server, tokens[n % ACCOUNTS] ?? '', placeId, ledger, `${cycle}-${n}`),
      )
      await Promise.race([enough, Promise.all(writers)])
      await server.kill()
      await Promise.all(writers)
    }

    server = await start()
    const client = createClient(server.address)
    const integrity = await client.call('GET', '/audit/integrity', { token: supervisor })
    expect(integrity.body).toMatchObject({ ok: true })
    expect(await server.stop()).toBe(0)

    expect(ledger.versions.size).toBeGreaterThan(cycles)
    const acknowledged = [...ledger.versions].map(([id, version]) => ({ id, version }))
    expect(await checkInvariants(place, acknowledged)).toEqual([])
    process.stdout.write(
      `bar 1: ${cycles} kills on ${kind} under ${WRITERS[kind]} writers, ${ledger.told} acknowledged, 0 lost\n`,
    )
    await checkAnswers(place, ledger)
  },
)

/** Reports findings and comments on them until the server is gone, and notes what it was told. */
async function write(
  server: ServerProcess,
  token: string,
  placeId: string,
  ledger: Ledger,
  name: string,
): Promise<void> {
  const { call } = createClient(server.address)
  try {
    for (let n = 0; ; n += 1) {
      const key = `${name}-${n}`
      const body = { categoryCode: '0101', placeId, description: `楼道堆放纸箱 ${key}` }
      const report = await call('POST', '/findings', { token, body, headers: { 'idempotency-key': key } })
      if (report.status !== 201) throw new TypeError(`${report.status} ${JSON.stringify(report.body)}`)
      const id = String(report.body.id)
      ledger.versions.set(id, Number(report.body.version))
      ledger.answers.set(key, id)
      ledger.onAnswer()
      const comment = await call('POST', `/findings/${id}/events`, {
        token,
        body: { type: 'comment', text: '已通知物业' },
      })
      if (comment.status !== 200) throw new TypeError(`${comment.status} ${JSON.stringify(comment.body)}`)
      ledger.versions.set(id, Number(comment.body.version))
      ledger.onAnswer()
    }
  } catch (error) {
    // fetch fails when the server is killed; an answer that is not 2xx is a defect.
    if (error instanceof TypeError && /^\d/.test(error.message)) throw error
  }
}

/** Whoever asks again under the same key gets the same answer. */
async function checkAnswers(place: string, ledger: Ledger): Promise<void> {
  const db = await openStored(place)
  const kept = new Map((await db.ask('select key, body from idempotency')) as [string, string][])
  for (const [key, id] of ledger.answers) expect(JSON.parse(String(kept.get(key))).id).toBe(id)

  // Every report was answered under exactly one key.
  expect(await db.ask('select count(*) from idempotency')).toEqual(
    await db.ask('select count(*) from findings'),
  )
  await db.close()
}
