import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { startServer } from '../support/server-process.ts'
import installChromium from './support/install-chromium.ts'
import { openBrowser } from './support/open-browser.ts'

/*
 * The pictures of the README, out of the demo's year: what a patroller holds in the hand, what a supervisor sees at a
 * desk, and the figures that anybody may check.
 *
 *   npm run pictures
 */

const OUT = fileURLToPath(new URL('../../src/web/pictures/', import.meta.url))
const DEMO = fileURLToPath(new URL('../../dist/program/demo.js', import.meta.url))
const PASSWORD = 'xuncha-demo-2025'
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 860 }

interface Picture {
  readonly name: string
  readonly who: string
  readonly size: typeof PHONE
  readonly path: string
  readonly first?: (page: Page) => Promise<void>
}

const PICTURES: readonly Picture[] = [
  {
    name: 'report',
    who: 'patroller',
    size: PHONE,
    path: '/report',
    first: async page => {
      const api = `${new URL(page.url()).origin}/api/v1`
      const listed = await page.request.get(`${api}/findings?categoryCode=0101&limit=1`)
      const { items } = (await listed.json()) as { items: { photos: { id: string }[] }[] }
      const buffer = await (await page.request.get(`${api}/photos/${items[0]?.photos[0]?.id}`)).body()
      await page.setInputFiles('.shutter input', { name: 'a.jpg', mimeType: 'image/jpeg', buffer })
      await page.click('.tile >> nth=0')
    },
  },
  { name: 'audit', who: 'supervisor', size: DESK, path: '/audit' },
  { name: 'figures', who: 'supervisor', size: DESK, path: '/figures?period=lastYear' },
]

await installChromium()
await mkdir(OUT, { recursive: true })
const directory = await mkdtemp(join(tmpdir(), 'xuncha-pictures-'))
try {
  const played = spawnSync(process.execPath, [DEMO], {
    env: { ...process.env, DATA_DIR: directory },
    stdio: 'inherit',
  })
  if (played.status !== 0) throw new Error('the demo did not play to its end')
  const server = await startServer(directory, { XUNCHA_BOOTSTRAP_ADMIN: '' })
  const browser = await openBrowser()
  try {
    for (const { name, who, size, path, first } of PICTURES) {
      const context = await browser.newContext({
        viewport: size,
        deviceScaleFactor: size === PHONE ? 2 : 1,
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        serviceWorkers: 'block',
      })
      const page = await context.newPage()
      await page.request.post(`${server.address}/api/v1/session`, {
        data: { login: who, password: PASSWORD },
        headers: { origin: server.address },
      })
      await page.goto(`${server.address}${path}`, { waitUntil: 'networkidle' })
      await first?.(page)
      await page.waitForLoadState('networkidle')
      const shot = await page.screenshot({ animations: 'disabled' })
      await sharp(shot)
        .webp({ quality: 82 })
        .toFile(join(OUT, `${name}.webp`))
      process.stdout.write(`${name}.webp\n`)
      await context.close()
    }
  } finally {
    await browser.close()
    await server.stop()
  }
} finally {
  await rm(directory, { recursive: true, force: true })
}
