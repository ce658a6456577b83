import { readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import installChromium from '../e2e/support/install-chromium.ts'
import { openBrowser } from '../e2e/support/open-browser.ts'
import { scrollLongList } from '../e2e/support/scroll-long-list.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'

/*
 * What the web app costs a phone: the JavaScript that a screen needs before it can be used, compressed, and how long
 * that takes on a processor four times slower over slow 4G (1.6 Mbit/s down, 150 ms there and back). And a desk: the
 * longest frame while a list of 10 000 findings is scrolled to its end.
 *
 *   npm run web:budget
 */

const BUILT = new URL('../../dist/web/', import.meta.url)
const BUDGET_KB = 170
const SCREENS = {
  '/': 'home-page.vue',
  '/report': 'report/report-page.vue',
  '/patrols': 'patrol/patrols-page.vue',
  '/outbox': 'outbox/outbox-page.vue',
} as const

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', BUILT), 'utf8')) as Record<
  string,
  Chunk
>

/** Kilobytes, compressed as they are sent. */
function weigh(...entries: string[]): number {
  const files = new Set<string>()
  const add = (name: string): void => {
    const chunk = manifest[name]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    for (const each of chunk.imports ?? []) add(each)
  }
  for (const entry of entries) add(entry)
  const bytes = [...files].reduce((sum, file) => sum + statSync(new URL(`${file}.gz`, BUILT)).size, 0)
  return bytes / 1_024
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

say('JavaScript before a screen can be used, gzip')
let heaviest = 0
for (const [path, page] of Object.entries(SCREENS)) {
  const kilobytes = weigh('index.html', page, 'words/zh-CN/index.ts')
  heaviest = Math.max(heaviest, kilobytes)
  say(`  ${path.padEnd(10)} ${kilobytes.toFixed(1).padStart(6)} KB`)
}
say(`  budget     ${BUDGET_KB.toFixed(1).padStart(6)} KB`)

async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
}

/** Seconds from the address to the shutter that can be tapped. */
async function secondsToReport(page: Page, address: string): Promise<number> {
  const started = performance.now()
  await page.goto(`${address}/report`, { waitUntil: 'commit' })
  await page.locator('.shutter').waitFor()
  return (performance.now() - started) / 1_000
}

installChromium()
const directory = await mkdtemp(join(tmpdir(), 'xuncha-budget-'))
const server = await startServer(directory)
const browser = await openBrowser()
try {
  const town = await settle(server.address)
  await town.member('patroller', '陈秀英', ['patroller'])
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  const signedIn = await context.request.post(`${server.address}/api/v1/session`, {
    data: { login: 'patroller', password: 'Xun-cha-2025!' },
    headers: { origin: server.address },
  })
  if (!signedIn.ok()) throw new Error(`sign-in: ${signedIn.status()}`)
  const page = await context.newPage()
  await slowDown(page)
  say('\nReport screen usable, processor 4x slower, slow 4G')
  say(`  first visit ${(await secondsToReport(page, server.address)).toFixed(2).padStart(6)} s   (budget 3)`)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 60_000 })
  await page.waitForTimeout(2_000)
  say(`  from cache  ${(await secondsToReport(page, server.address)).toFixed(2).padStart(6)} s   (budget 1)`)
} finally {
  await browser.close()
  await server.stop()
  await rm(directory, { recursive: true, force: true })
}
if (heaviest > BUDGET_KB) process.exitCode = 1

const FINDINGS = 10_000
const FRAME_MS = 50
say(`\nA list of ${FINDINGS} findings, scrolled to its end and back`)
const { frames, longest, over, reached } = await scrollLongList(FINDINGS, FRAME_MS)
say(
  `  ${reached} findings, ${frames} frames, the longest ${longest.toFixed(0)} ms, ${over} over ${FRAME_MS} ms   (budget 0)`,
)
if (over > 0 || reached < FINDINGS) process.exitCode = 1
