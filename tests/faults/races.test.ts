import { expect, it } from 'vitest'
import { startPostgres } from '../services/postgres.ts'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { temporary } from '../support/temporary.ts'

/*
 * Many people take the same finding's next step at once, each from the version that they have seen (F10): one of them
 * takes it, the others are told what happened meanwhile, and whoever reads sees one history. On SQLite in its one process,
 * on PostgreSQL by two. At full size by `npm run test:faults` and `npm run bars`: 1 000 rounds of 2 to 50.
 */

const ROUNDS = Number(process.env.XUNCHA_RACES ?? 12)
const MOST_RACERS = 50
/** Steps of one finding before the next one is raced for. */
const A_FINDING = 20

/** Numbers that come out the same each time (an LCG; its low bits are not used). */
function seededNumbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

async function startAll(kind: 'SQLite' | 'PostgreSQL'): Promise<string[]> {
  const directory = await temporary()
  const env = { XUNCHA_LOG_LEVEL: 'silent' }
  if (kind === 'SQLite') {
    const server = await startServer(directory, env)
    afterThis(() => server.kill())
    return [server.address]
  }
  const postgres = await startPostgres({ durable: false })
  afterThis(postgres.stop)
  const addresses: string[] = []
  for (let n = 0; n < 2; n += 1) {
    const server = await startServer(directory, { ...env, DATABASE_URL: postgres.url })
    afterThis(() => server.kill())
    addresses.push(server.address)
  }
  return addresses
}

interface Attempt {
  readonly status: number
  readonly code: string | undefined
  readonly words: string
}

it.each(['SQLite', 'PostgreSQL'] as const)(
  `${ROUNDS} races on %s: one winner a version`,
  {
    timeout: 60_000 + ROUNDS * 1_000,
  },
  async kind => {
    const addresses = await startAll(kind)
    const { placeId, member } = await settle(addresses[0] ?? '')
    const tokens: string[] = []
    for (let n = 0; n < 4; n += 1) tokens.push(await member(`chen${n}`, `陈社工${n}`, ['coordinator']))
    const clients = addresses.map(address => createClient(address))
    const any = seededNumbers(8)
    const callAny = (n: number, ...asked: Parameters<ReturnType<typeof createClient>['call']>) =>
      (clients[n % clients.length] as (typeof clients)[number]).call(...asked)
    const tokenOf = (n: number): string => tokens[n % tokens.length] ?? ''

    let findingId = ''
    let version = 0
    const winners: string[] = []
    const wrong: unknown[] = []
    let attempts = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round % A_FINDING === 0) {
        const body = { categoryCode: '0101', placeId, description: `楼道堆物 ${round}` }
        const made = await callAny(round, 'POST', '/findings', { token: tokenOf(round), body })
        findingId = String(made.body.id)
        version = Number(made.body.version)
        winners.length = 0
      }
      const path = `/findings/${findingId}`
      let answered = 0
      const race = async (racer: number): Promise<Attempt> => {
        const words = `第${round}轮 ${racer}号`
        const body = { type: 'comment', text: words, expectedVersion: version }
        const reply = await callAny(racer, 'POST', `${path}/events`, { token: tokenOf(racer), body })
        if (reply.status < 300) answered = performance.now()
        return { status: reply.status, code: reply.body.code, words }
      }
      const read = async (reader: number): Promise<void> => {
        const asked = performance.now()
        const seen = Number((await callAny(reader, 'GET', path, { token: tokenOf(reader) })).body.version)
        // Whoever asks after the winner was answered sees the new version; nobody sees another than these two.
        const known = answered > 0 && asked > answered
        if (seen !== version + 1 && (known || seen !== version)) wrong.push({ round, seen, version, known })
      }
      const racers = 2 + any(MOST_RACERS - 1)
      const [tried] = await Promise.all([
        Promise.all(Array.from({ length: racers }, (_, racer) => race(racer))),
        read(round).then(() => read(round + 1)),
      ])
      await read(round)
      attempts += racers
      const won = tried.filter(({ status }) => status < 300)
      const lost = tried.filter(({ status, code }) => status === 409 && code === 'finding.version_conflict')
      if (won.length !== 1 || lost.length !== racers - 1) wrong.push({ round, racers, tried })
      winners.push(won[0]?.words ?? '')
      version += 1
      if (round % A_FINDING === A_FINDING - 1 || round === ROUNDS - 1) {
        const { body } = await callAny(round, 'GET', `${path}/history?limit=200`, { token: tokenOf(round) })
        const entries = body.items as { event: string; payload: { text?: string } }[]
        const told = entries.flatMap(({ event, payload }) => (event === 'comment' ? [payload.text] : []))
        if (told.join() !== winners.join()) wrong.push({ round, told, winners: [...winners] })
      }
    }
    expect(wrong).toEqual([])
    process.stdout.write(
      `bar 8: ${ROUNDS} races on ${kind} in ${addresses.length} process(es), ${attempts} attempts, one winner a version\n`,
    )
  },
)
