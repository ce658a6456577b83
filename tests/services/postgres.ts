import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './redis.ts'

const BIN = '/usr/lib/postgresql/15/bin'

/** A PostgreSQL of one's own. */
export interface PostgresServer {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a PostgreSQL on a free port of this machine. It refuses to run as root, who hands it to `postgres`. */
export async function startPostgres(): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-postgres-'))
  await chmod(directory, 0o777)
  const data = join(directory, 'data')
  const port = await freePort()
  const run = (program: string, ...args: string[]): void => {
    const command = [join(BIN, program), ...args]
    const [first = '', ...rest] =
      process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : command
    execFileSync(first, rest, { stdio: 'ignore' })
  }
  if (spawnSync(join(BIN, 'postgres'), ['--version']).status !== 0)
    throw new Error(
      '测试需要 PostgreSQL:请运行 · the tests need PostgreSQL, type:  sudo apt-get install -y postgresql',
    )
  run('initdb', '-D', data, '-U', 'xuncha', '--auth=trust', '--no-sync')
  const options = `-p ${port} -k ${directory} -c listen_addresses=127.0.0.1 -c fsync=off`
  run('pg_ctl', '-D', data, '-w', '-l', join(directory, 'log'), '-o', options, 'start')
  return {
    url: `postgres://xuncha@127.0.0.1:${port}/postgres`,
    stop: async () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop')
      await rm(directory, { recursive: true, force: true })
    },
  }
}
