import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onDatabase } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import type { Contender } from './contenders.ts'
import { CONNECTIONS, create, type Measured, move, run } from './load.ts'
import { directus } from './peers/directus.ts'
import type { RunningPeer } from './peers/peer.ts'
import { redmine } from './peers/redmine.ts'

interface Played {
  readonly creation: Measured
  readonly transition: Measured
}

/** What was seen of the product and of one who could be taken instead, in one round. */
export interface PeerRound {
  readonly peer: string
  readonly product: Played
  readonly theirs: Played
}

/*
 * The product as it comes beside others as they come, in turn, each on empty tables: which favours those that have no
 * index for what they are asked.
 */
export async function besidePeers(
  scratch: string,
  product: Contender,
  { rounds, seconds, warm }: Readonly<Record<'rounds' | 'seconds' | 'warm', number>>,
): Promise<PeerRound[]> {
  const peers = [directus, redmine]
  for (const peer of peers) peer.install()
  const postgres = await startPostgres({ durable: true })
  const played: PeerRound[] = []
  try {
    for (let n = 0; n < rounds; n += 1) {
      const own = join(scratch, `beside-${n}`)
      await mkdir(own, { recursive: true })
      const server = await product.start(own)
      let ours: Played
      try {
        const prepared = await product.prepare(server.address)
        const { ids: first } = await create(server.address, prepared, warm)
        const { load: creation, ids } = await create(server.address, prepared, seconds)
        await move(server.address, prepared, first)
        ours = { creation, transition: await move(server.address, prepared, ids) }
      } finally {
        await server.stop()
      }
      for (const [k, peer] of peers.entries()) {
        const database = `peer_${n}_${k}`
        await onDatabase(postgres.url, `create database ${database}`)
        const directory = join(own, database)
        await mkdir(directory)
        const url = new URL(postgres.url)
        url.pathname = `/${database}`
        const running = await peer.start(url.href, directory)
        try {
          played.push({ peer: peer.name, product: ours, theirs: await play(running, seconds, warm) })
        } finally {
          await running.stop()
        }
      }
    }
  } finally {
    await postgres.stop()
  }
  return played
}

async function play(peer: RunningPeer, seconds: number, warm: number): Promise<Played> {
  const { address: url, headers } = peer
  const ids: string[] = []
  const creating = (duration: number): Promise<Measured> =>
    run({
      url,
      duration,
      // Some of them keep a request for seconds when 64 come at once.
      timeout: 60,
      requests: [
        {
          method: 'POST',
          path: peer.create.path,
          headers,
          body: peer.create.body,
          onResponse: (status, text) => {
            const id = status < 300 && peer.idIn.exec(text)?.[1]
            if (id) ids.push(id)
          },
        },
      ],
    })
  await creating(warm)
  ids.length = 0
  // As long as it takes to have as many as there are connections, at least.
  const creation = await creating(Math.max(seconds, 8))
  let turn = 0
  const transition = await run({
    url,
    amount: Math.max(CONNECTIONS, ids.length - CONNECTIONS),
    timeout: 60,
    requests: [
      {
        method: peer.move.method,
        body: peer.move.body,
        setupRequest: request => ({
          ...request,
          path: peer.move.pathOf(ids[turn++ % ids.length] ?? ''),
          headers: { ...headers },
        }),
      },
    ],
  })
  return { creation, transition }
}
