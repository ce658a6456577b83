import { readAnswers, writeAnswers } from './answers.ts'
import type { Orm, Tables } from './connection.ts'
import { readDeliveries, writeDeliveries } from './deliveries.ts'
import { readFindings, writeFindings } from './findings.ts'
import { readFlags, writeFlags } from './flags.ts'
import { readInbox, writeInbox } from './inbox.ts'
import { readJournal, writeJournal } from './journal.ts'
import { readLadders, writeLadders } from './ladders.ts'
import { readLater, writeLater } from './later.ts'
import { readLeases, writeLeases } from './leases.ts'
import { readPatrols, writePatrols } from './patrols.ts'
import { readPeople, writePeople } from './people.ts'
import { readPhotos, writePhotos } from './photos.ts'
import { readPlans, writePlans } from './plans.ts'
import { readRechecks, writeRechecks } from './rechecks.ts'
import { readRetention, writeRetention } from './retention.ts'
import { readRollups, writeRollups } from './rollups.ts'
import { readRounds, writeRounds } from './rounds.ts'
import { readSealed, writeSealed } from './sealed.ts'
import { readSetup, writeSetup } from './setup.ts'
import { readTargets, writeTargets } from './targets.ts'
import { readTracks, writeTracks } from './tracks.ts'
import { readWaiting } from './waiting.ts'

/** The stores of one connection that only reads. */
export function createReadStores(db: Orm, tables: Tables) {
  return {
    answers: readAnswers(db, tables),
    deliveries: readDeliveries(db, tables),
    findings: readFindings(db, tables),
    flags: readFlags(db, tables),
    inbox: readInbox(db, tables),
    journal: readJournal(db, tables),
    ladders: readLadders(db, tables),
    later: readLater(db, tables),
    leases: readLeases(db, tables),
    patrols: readPatrols(db, tables),
    people: readPeople(db, tables),
    photos: readPhotos(db, tables),
    plans: readPlans(db, tables),
    rechecks: readRechecks(db, tables),
    retention: readRetention(db, tables),
    rollups: readRollups(db, tables),
    rounds: readRounds(db, tables),
    sealed: readSealed(db, tables),
    setup: readSetup(db, tables),
    waiting: readWaiting(db, tables),
    targets: readTargets(db, tables),
    tracks: readTracks(db, tables),
  }
}

/** The stores of the writing connection; each reads what the turn has written so far. */
export function createWriteStores(db: Orm, tables: Tables) {
  return {
    answers: writeAnswers(db, tables),
    deliveries: writeDeliveries(db, tables),
    findings: writeFindings(db, tables),
    flags: writeFlags(db, tables),
    inbox: writeInbox(db, tables),
    journal: writeJournal(db, tables),
    ladders: writeLadders(db, tables),
    later: writeLater(db, tables),
    leases: writeLeases(db, tables),
    patrols: writePatrols(db, tables),
    people: writePeople(db, tables),
    photos: writePhotos(db, tables),
    plans: writePlans(db, tables),
    rechecks: writeRechecks(db, tables),
    retention: writeRetention(db, tables),
    rollups: writeRollups(db, tables),
    rounds: writeRounds(db, tables),
    sealed: writeSealed(db, tables),
    setup: writeSetup(db, tables),
    waiting: readWaiting(db, tables),
    targets: writeTargets(db, tables),
    tracks: writeTracks(db, tables),
  }
}

export type ReadStores = ReturnType<typeof createReadStores>
export type WriteStores = ReturnType<typeof createWriteStores>
