import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { freePort } from './free-port.ts'
import { onDatabase } from './houses.ts'
import { endServer, initialise, makeGround, runServer } from './postgres-server.ts'

/** A primary and the standby that each of its commits waits for. */
export interface PostgresPair {
  /** Of both, as `DATABASE_URL` names them. */
  readonly url: string
  /** Of the server that takes writes now. */
  primary(): string
  /** Makes a standby in the place of the server that is not there, and waits until commits wait for it. */
  standBy(): Promise<void>
  /** Ends the primary as a crash would and makes the standby the primary. */
  failOver(): Promise<void>
  stop(): Promise<void>
}

/* What a standby still needs is kept for it; what a crash of a process cannot lose is not forced to disk. */
const SETTINGS = ['fsync=off', 'wal_keep_size=512MB']

/** Starts a primary alone; `standBy` gives it its standby. */
export async function startPostgresPair(): Promise<PostgresPair> {
  const ground = makeGround()
  const ports = [await freePort(), await freePort()] as const
  const servers: (ChildProcess | null)[] = [null, null]
  const dataOf = (n: number): string => join(ground.directory, `data${n}`)
  const urlOf = (n: number): string => `postgres://postgres@127.0.0.1:${ports[n]}/postgres`
  const run = (n: number): Promise<ChildProcess> => runServer(ground, dataOf(n), ports[n] ?? 0, SETTINGS)
  initialise(ground, dataOf(0))
  servers[0] = await run(0)
  let at = 0

  /* The base backup by hand: the packaged server comes without pg_basebackup. */
  async function copyTo(n: number): Promise<void> {
    const data = dataOf(n)
    rmSync(data, { recursive: true, force: true })
    const client = new Client({ connectionString: urlOf(at) })
    await client.connect()
    await client.query("select pg_backup_start('standby', true)")
    // A file that goes while it is copied is in the log that the standby replays.
    const copy = spawn('cp', ['-a', dataOf(at), data], {
      ...ground.user,
      cwd: ground.directory,
      stdio: 'ignore',
    })
    await once(copy, 'close')
    const { rows } = await client.query('select labelfile from pg_backup_stop(false)')
    await client.end()
    const put = (name: string, words: string): void => {
      writeFileSync(join(data, name), words)
      if (ground.user) chownSync(join(data, name), ground.user.uid, ground.user.gid)
    }
    rmSync(join(data, 'postmaster.pid'), { force: true })
    rmSync(join(data, 'pg_wal'), { recursive: true })
    mkdirSync(join(data, 'pg_wal'), { mode: 0o700 })
    if (ground.user) chownSync(join(data, 'pg_wal'), ground.user.uid, ground.user.gid)
    put('backup_label', String(rows[0]?.labelfile))
    put('standby.signal', '')
    put('postgresql.auto.conf', `primary_conninfo = 'host=127.0.0.1 port=${ports[at]} user=postgres'\n`)
  }

  return {
    url: `postgres://postgres@127.0.0.1:${ports[0]},127.0.0.1:${ports[1]}/postgres`,
    primary: () => urlOf(at),
    standBy: async () => {
      const other = 1 - at
      await copyTo(other)
      servers[other] = await run(other)
      await onDatabase(urlOf(at), "alter system set synchronous_standby_names = '*'")
      await onDatabase(urlOf(at), 'select pg_reload_conf()')
      const confirmed = "select 1 from pg_stat_replication where state = 'streaming' and sync_state = 'sync'"
      while ((await onDatabase(urlOf(at), confirmed)).count === 0) await pause(20)
    },
    failOver: async () => {
      const lost = servers[at]
      if (lost) await endServer(lost, 'SIGQUIT')
      servers[at] = null
      at = 1 - at
      await onDatabase(urlOf(at), 'select pg_promote()')
    },
    stop: async () => {
      for (const server of servers) if (server) await endServer(server, 'SIGQUIT')
      rmSync(ground.directory, { recursive: true, force: true })
    },
  }
}
