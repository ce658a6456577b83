import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { seededChance } from '../../src/app/chance.ts'
import type { Clock, Deps } from '../../src/app/deps.ts'
import { createPasswords } from '../../src/app/people/passwords.ts'
import { createDiskPhotoFiles } from '../../src/app/photos/disk-photo-files.ts'
import { createOutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'
import { type HouseDatabase, houseDatabase } from './house-database.ts'
import { testSeal } from './test-seal.ts'

/** A clock that the test moves. */
interface TestClock extends Clock {
  set(at: number | string): void
  pass(ms: number): void
}

function createTestClock(start: string | number): TestClock {
  let at = typeof start === 'string' ? Date.parse(start) : start
  return {
    now: () => at,
    set: to => {
      at = typeof to === 'string' ? Date.parse(to) : to
    },
    pass: ms => {
      at += ms
    },
  }
}

export type TestDeps = Deps & {
  readonly clock: TestClock
  readonly directory: string
  readonly house: HouseDatabase
}

/** Runs after the test that asks for it, the latest first. */
export const afterThis = (cleanup: () => Promise<void>): void => onTestFinished(cleanup)

/** Everything the use cases need, on a real database of its own, with a clock that stands at a Monday morning. */
export async function openHouse(start = '2025-10-13T01:00:00.000Z', directory?: string): Promise<TestDeps> {
  const dir = directory ?? (await mkdtemp(join(tmpdir(), 'xuncha-')))
  const house = await houseDatabase(dir)
  const db = await house.open()
  afterThis(async () => {
    await db.close()
    await house.drop()
    if (!directory) await rm(dir, { recursive: true, force: true })
  })
  const deps: TestDeps = {
    db,
    house,
    directory: dir,
    clock: createTestClock(start),
    chance: seededChance(20250101),
    passwords: createPasswords({ memoryKiB: 64, passes: 1 }),
    seal: testSeal,
    communityTimeZone: 'Asia/Shanghai',
    outside: { mail: true, addresses: createOutwardAddresses({ allow: [], resolve: async () => [] }) },
    photoFiles: createDiskPhotoFiles({ directory: join(dir, 'photos'), seal: testSeal }),
  }
  asTheyCome.add(deps)
  return deps
}

const asTheyCome = new WeakSet<Deps>()
/** Whether no part of a house was replaced by a test: another process can then stand in for this one. */
export const isAsItCame = (deps: Deps): boolean => asTheyCome.has(deps)
