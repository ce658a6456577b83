import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onDatabase } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import { type Contender, productOn, sameStatements } from './contenders.ts'
import { create, type Measured, move } from './load.ts'
import { recordWrites } from './record-writes.ts'

/** What was seen on PostgreSQL, round by round. */
export interface PostgresRound {
  readonly product: { readonly creation: Measured; readonly transition: Measured }
  readonly floor: { readonly creation: Measured; readonly transition: Measured }
}

/*
 * The product on PostgreSQL beside a floor with the same statements in a transaction for each request, in turn, each on
 * a database of its own.
 */
export async function onPostgres(
  scratch: string,
  { rounds, seconds, warm }: Readonly<Record<'rounds' | 'seconds' | 'warm', number>>,
): Promise<PostgresRound[]> {
  const postgres = await startPostgres({ durable: true })
  try {
    const begun = join(scratch, 'begun-postgres')
    await mkdir(begun, { recursive: true })
    await onDatabase(postgres.url, 'create database begun')
    await recordWrites(begun, named(postgres.url, 'begun'))
    const play = async (contender: Contender, directory: string) => {
      const server = await contender.start(directory)
      try {
        const prepared = await contender.prepare(server.address)
        await create(server.address, prepared, warm)
        const { load: creation, ids } = await create(server.address, prepared, seconds)
        return { creation, transition: await move(server.address, prepared, ids) }
      } finally {
        await server.stop()
      }
    }
    const played: PostgresRound[] = []
    for (let n = 0; n < rounds; n += 1) {
      // The floor finds what it names in the product's recording; the product sets up its own.
      await onDatabase(postgres.url, `create database floor${n} template begun`)
      const floor = await play(await sameStatements(named(postgres.url, `floor${n}`)), begun)
      await onDatabase(postgres.url, `create database product${n}`)
      const directory = join(scratch, `product-postgres-${n}`)
      await mkdir(directory)
      const product = await play(productOn(named(postgres.url, `product${n}`)), directory)
      played.push({ product, floor })
    }
    return played
  } finally {
    await postgres.stop()
  }
}

function named(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}
