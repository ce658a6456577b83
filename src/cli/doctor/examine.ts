import type { Clock, Inspection, Reader } from '../../app/deps.ts'
import { checkAddress } from './check-address.ts'
import { checkCalendars } from './check-calendars.ts'
import { checkAgainstJournal, compareClocks } from './check-clock.ts'
import { checkDatabase } from './check-database.ts'
import { checkDeliveries } from './check-deliveries.ts'
import { checkDisk, type DiskSpace } from './check-disk.ts'
import { checkKey } from './check-key.ts'
import { checkPermissions } from './check-permissions.ts'
import { checkServer } from './check-server.ts'
import { type Remark, wordsOf } from './remark.ts'

export interface Patient {
  readonly clock: Clock
  readonly dataDirectory: string
  readonly keyFile: string
  readonly inspect: () => Promise<Inspection>
  /** Opened only when the tables are there. */
  readonly openReading: () => Promise<{ readonly db: { readonly read: Reader }; close(): Promise<void> }>
  readonly diskSpace: (path: string) => Promise<DiskSpace>
  /** Where the server should answer. */
  readonly addresses: readonly string[]
  readonly queueUrl: string | null
  readonly mailUrl: string | null
}

/** Examines an installation without changing anything; one remark after another, as they are found. */
export async function* examine(patient: Patient): AsyncGenerator<Remark> {
  const { clock, dataDirectory } = patient
  let readable = false
  try {
    const inspection = await patient.inspect()
    try {
      const remarks = await checkDatabase(inspection)
      yield* remarks
      readable = (await inspection.pendingMigrations()).length === 0
      const theirs = await inspection.now()
      if (theirs !== null) yield compareClocks(clock.now(), theirs, { zh: '数据库', en: 'the database' })
    } finally {
      await inspection.close()
    }
  } catch (error) {
    yield {
      level: 'fault',
      zh: '数据库打不开',
      en: `the database cannot be opened: ${wordsOf(error)}`,
      todo: '检查 DATA_DIR 或 DATABASE_URL · check DATA_DIR or DATABASE_URL',
    }
  }
  if (readable) yield* examineRecords(patient)
  yield* await orFault('数据目录 data directory', async () => [
    await checkPermissions(dataDirectory),
    await checkKey(patient.keyFile, dataDirectory),
    checkDisk(await patient.diskSpace(dataDirectory), dataDirectory),
  ])
  if (patient.queueUrl !== null)
    yield await checkAddress({ zh: '任务队列', en: 'the queue' }, patient.queueUrl)
  if (patient.mailUrl !== null)
    yield await checkAddress({ zh: '邮件服务器', en: 'the mail server' }, patient.mailUrl)
  for (const address of patient.addresses) yield* await checkServer(address, clock)
}

async function* examineRecords({ openReading, clock }: Patient): AsyncGenerator<Remark> {
  const { db, close } = await openReading()
  try {
    yield* await checkCalendars(db.read, clock)
    yield await checkAgainstJournal(db.read, clock)
    yield* await checkDeliveries(db.read, clock)
  } finally {
    await close()
  }
}

async function orFault(what: string, look: () => Promise<Remark[]>): Promise<Remark[]> {
  try {
    return await look()
  } catch (error) {
    return [{ level: 'fault', zh: `无法检查${what}`, en: wordsOf(error) }]
  }
}
