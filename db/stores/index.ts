import { readAnswers, writeAnswers } from './answers.ts'
import type { Orm, Tables } from './connection.ts'
import { readFindings, writeFindings } from './findings.ts'
import { readJournal, writeJournal } from './journal.ts'
import { readLater, writeLater } from './later.ts'
import { readPatrolFlags, writePatrolFlags } from './patrol-flags.ts'
import { readPatrols, writePatrols } from './patrols.ts'
import { readPeople, writePeople } from './people.ts'
import { readPhotos, writePhotos } from './photos.ts'
import { readPlans, writePlans } from './plans.ts'
import { readRollups, writeRollups } from './rollups.ts'
import { readRounds, writeRounds } from './rounds.ts'
import { readSetup, writeSetup } from './setup.ts'

/** The stores of one connection that only reads. */
export function createReadStores(db: Orm, tables: Tables) {
  return {
    answers: readAnswers(db, tables),
    findings: readFindings(db, tables),
    journal: readJournal(db, tables),
    later: readLater(db, tables),
    patrols: readPatrols(db, tables),
    patrolFlags: readPatrolFlags(db, tables),
    people: readPeople(db, tables),
    photos: readPhotos(db, tables),
    plans: readPlans(db, tables),
    rollups: readRollups(db, tables),
    rounds: readRounds(db, tables),
    setup: readSetup(db, tables),
  }
}

/** The stores of the writing connection; each reads what the turn has written so far. */
export function createWriteStores(db: Orm, tables: Tables) {
  return {
    answers: writeAnswers(db, tables),
    findings: writeFindings(db, tables),
    journal: writeJournal(db, tables),
    later: writeLater(db, tables),
    patrols: writePatrols(db, tables),
    patrolFlags: writePatrolFlags(db, tables),
    people: writePeople(db, tables),
    photos: writePhotos(db, tables),
    plans: writePlans(db, tables),
    rollups: writeRollups(db, tables),
    rounds: writeRounds(db, tables),
    setup: writeSetup(db, tables),
  }
}

export type ReadStores = ReturnType<typeof createReadStores>
export type WriteStores = ReturnType<typeof createWriteStores>
