import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleProgram } from '../support/bundle-program.ts'
import { ROOT_PASSWORD, type ServerProcess, startProgram } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { recordWrites } from './record-writes.ts'

/** A server that takes part, on a directory of its own. */
export interface Contender {
  readonly name: string
  start(directory: string): Promise<ServerProcess>
  /** Sets up what the requests name; gives their headers and the places and categories they name in turn. */
  prepare(address: string): Promise<Prepared>
}
export interface Prepared {
  readonly headers: Readonly<Record<string, string>>
  readonly places: readonly string[]
  readonly categories: readonly string[]
}

export const PRODUCT = '巡查 product'
export const FLOOR = 'two-insert floor'
export const SAME_WRITES = 'same-writes floor'
export const COMMIT_EACH = 'product, a commit each'
export const HAND_WRITTEN = 'hand-written'

const BUILT = fileURLToPath(new URL('../../dist/program/main.js', import.meta.url))
export const SERVER_CORE = '0'
const PLACES = 40

/* The server on one core, the load on the other. */
const pinned = (...command: string[]): string[] => [
  'taskset',
  '-c',
  SERVER_CORE,
  process.execPath,
  ...command,
]

const bare = async (name: string, entry: string): Promise<Contender> => {
  const file = await bundleProgram(`tests/bench/contenders/${entry}.ts`)
  return {
    name,
    start: directory => startProgram(pinned(file), { DATA_DIR: directory }),
    prepare: async () => ({ headers: {}, places: ['3-1'], categories: ['0101'] }),
  }
}

const product = (name: string, more: NodeJS.ProcessEnv = {}): Contender => ({
  name,
  start: directory =>
    startProgram(pinned(BUILT), {
      DATA_DIR: directory,
      PORT: '0',
      XUNCHA_LOG_LEVEL: 'error',
      XUNCHA_RATE_LIMIT: '10000000',
      XUNCHA_BOOTSTRAP_ADMIN: `root:${ROOT_PASSWORD}`,
      ...more,
    }),
  prepare: prepareProduct,
})

/* One building of forty floors, and every sort of thing is found on each: not all at one spot; the `full` profile. */
export async function prepareProduct(address: string): Promise<Prepared> {
  const { call, root, communityId, placeId, member } = await settle(address)
  await call('PATCH', `/communities/${communityId}/policy`, { token: root, body: { profile: 'full' } })
  const token = await member('chen', '陈社工', ['coordinator'])
  const listed = await call('GET', `/communities/${communityId}/categories`, { token })
  const places = await Promise.all(
    Array.from({ length: PLACES }, async (_, n) => {
      const body = { communityId, parentId: placeId, kind: 'floor', name: `${n + 1}层` }
      return String((await call('POST', '/places', { token: root, body })).body.id)
    }),
  )
  const items = (listed.body as unknown as { items: { code: string; leaf?: boolean }[] }).items
  const categories = items.map(({ code }) => code).filter(code => code.length === 4)
  return { headers: { authorization: `Bearer ${token}` }, places, categories }
}

/** The product on a PostgreSQL. */
export const productOn = (url: string): Contender => product('product on PostgreSQL', { DATABASE_URL: url })

/** The floor on a PostgreSQL: the same statements, a transaction for each request. */
export async function sameStatements(url: string): Promise<Contender> {
  const file = await bundleProgram('tests/bench/contenders/same-statements.ts')
  return {
    name: 'same-statements floor',
    start: directory => startProgram(pinned(file), { DATA_DIR: directory, DATABASE_URL: url }),
    prepare: async () => ({ headers: {}, places: ['3-1'], categories: ['0101'] }),
  }
}

/** Everybody who takes part; `scratch` keeps what the same-writes floor begins with. */
export async function contenders(scratch: string): Promise<Contender[]> {
  const begun = join(scratch, 'begun')
  await mkdir(begun, { recursive: true })
  await recordWrites(begun)
  const sameWrites = await bare(SAME_WRITES, 'same-writes')
  return [
    await bare(FLOOR, 'floor'),
    {
      ...sameWrites,
      start: async directory => {
        await cp(begun, directory, { recursive: true })
        return sameWrites.start(directory)
      },
    },
    product(PRODUCT),
    product(COMMIT_EACH, { XUNCHA_TURNS_PER_COMMIT: '1' }),
    await bare(HAND_WRITTEN, 'hand-written'),
  ]
}
