import { createServer } from 'node:http'
import { join } from 'node:path'
import { openPostgres } from '../../../db/postgres.ts'
import { systemChance } from '../../../src/app/chance.ts'
import type { Deps } from '../../../src/app/deps.ts'
import { createPasswords } from '../../../src/app/people/passwords.ts'
import { createDiskPhotoFiles } from '../../../src/app/photos/disk-photo-files.ts'
import type { PhotoFiles } from '../../../src/app/photos/photo-files.ts'
import { createOutwardAddresses } from '../../../src/app/webhooks/outward-addresses.ts'
import { buildServer, type Server } from '../../../src/http/server.ts'
import { openQueues, type Queues } from '../../../workers/open-queues.ts'
import { startWorkers } from '../../../workers/start.ts'
import { PG_MIGRATIONS } from '../../services/houses.ts'
import { testSeal } from '../test-seal.ts'
import type { AskedRequest, Entering, GivenAnswer, Order } from './orders.ts'

/*
 * One process of a cluster under test: `web` answers requests, `worker` lets happen what happens later, each for every
 * house that it is told to enter. It is the program's own parts in a process of their own, on the clock of the test.
 */

/* A house stays open between the tests that use it: only its workers rest while it is emptied. */
interface House {
  readonly deps: Deps
  readonly queues: Queues | null
  readonly app: Server | null
  now: number
  photos: PhotoFiles
  workers: { stop(): Promise<void> } | null
}

const role = process.argv[2] === 'worker' ? 'worker' : 'web'
const houses = new Map<string, Promise<House>>()

const complain = (error: unknown, what: unknown): void =>
  void process.stderr.write(`${role}: ${JSON.stringify(what)} ${String(error)}\n`)

const photosIn = (directory: string): PhotoFiles =>
  createDiskPhotoFiles({ directory: join(directory, 'photos'), seal: testSeal })

async function open({ databaseUrl, queueUrl, directory }: Entering): Promise<House> {
  const clock = { now: () => house.now }
  const deps: Deps = {
    db: await openPostgres({ url: databaseUrl, migrations: PG_MIGRATIONS, connections: 4 }),
    clock,
    chance: systemChance,
    passwords: createPasswords({ memoryKiB: 64, passes: 1 }),
    seal: testSeal,
    // Each test has a directory of its own.
    photoFiles: {
      put: photo => house.photos.put(photo),
      get: (...given) => house.photos.get(...given),
      has: (...given) => house.photos.has(...given),
      forgetOriginal: (...given) => house.photos.forgetOriginal(...given),
      sweepUnfinished: () => house.photos.sweepUnfinished(),
    },
    communityTimeZone: 'Asia/Shanghai',
    outside: { mail: true, addresses: createOutwardAddresses({ allow: [], resolve: async () => [] }) },
  }
  const queues = role === 'web' ? await openQueues({ mode: role, queueUrl }, complain) : null
  const app =
    queues &&
    (await buildServer(deps, {
      logger: false,
      publicOrigin: null,
      queueHealth: queues.jobs.health,
      sharedCounts: queues.sharedCounts,
    }))
  const house: House = { deps, queues, app, now: 0, photos: photosIn(directory), workers: null }
  return house
}

async function startWorking({ deps }: House, { queueUrl }: Entering): Promise<{ stop(): Promise<void> }> {
  const queues = await openQueues({ mode: role, queueUrl }, complain)
  const workers = await startWorkers(deps, {
    queue: queues.jobs,
    wakes: queues.wakes,
    holder: String(process.pid),
    onFailure: (what, error) => complain(error, what),
  })
  return {
    stop: async () => {
      await workers.stop()
      await queues.close()
    },
  }
}

async function answer(app: Server | null, asked: AskedRequest): Promise<GivenAnswer> {
  if (!app) throw new Error('a worker answers nothing')
  const { binary, ...options } = asked
  const given = await app.inject({
    ...options,
    ...(binary === undefined ? {} : { payload: Buffer.from(binary, 'base64') }),
  } as object)
  return {
    statusCode: given.statusCode,
    headers: given.headers as GivenAnswer['headers'],
    body: given.rawPayload.toString('base64'),
  }
}

async function carryOut(order: Order): Promise<unknown> {
  const name = order.house
  if (order.type === 'enter') {
    const opening = houses.get(name) ?? open(order)
    houses.set(name, opening)
    const house = await opening
    house.now = order.now
    house.photos = photosIn(order.directory)
    if (role === 'worker') house.workers = await startWorking(house, order)
    return {}
  }
  const house = await houses.get(name)
  if (!house) throw new Error(`not in ${name}`)
  if (order.type === 'leave') {
    await house.workers?.stop()
    house.workers = null
    return {}
  }
  house.now = order.now
  return order.type === 'ask' ? answer(house.app, order.request) : {}
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const done = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  try {
    done(200, await carryOut(JSON.parse(Buffer.concat(chunks).toString()) as Order))
  } catch (error) {
    done(500, { message: error instanceof Error ? error.stack : String(error) })
  }
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify(server.address())}\n`))
// Whoever started it is gone: so is this.
process.stdin.resume().on('end', () => process.exit(0))
