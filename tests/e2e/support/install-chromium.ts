import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { CHROMIUM } from './open-browser.ts'

/** Makes sure that there is a Chromium: as root on Debian it is installed, elsewhere the line to type is said. */
export default function installChromium(): void {
  if (existsSync(CHROMIUM)) return
  const install = 'apt-get update && apt-get install -y chromium fonts-noto-cjk'
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(
      `没有 Chromium · there is no Chromium. Install it, for example:\n  sudo sh -c '${install}'`,
    )
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('sh', ['-c', install], { stdio: ['ignore', 'ignore', 'inherit'], env })
}
