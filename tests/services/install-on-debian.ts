import { spawnSync } from 'node:child_process'

/** Installs packages where that is possible without asking anybody: as root on Debian. Elsewhere it does nothing. */
export function installOnDebian(...packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return
  spawnSync('apt-get', ['update'], { stdio: 'inherit' })
  // Only the programs: nothing is to be started as a service of this machine.
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
}
