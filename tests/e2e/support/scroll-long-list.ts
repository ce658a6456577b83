import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openSqlite } from '../../../db/sqlite.ts'
import { writeManyFindings } from '../../support/many-findings.ts'
import { startServer } from '../../support/server-process.ts'
import { openBrowser } from './open-browser.ts'

interface Scrolled {
  readonly frames: number
  /** Milliseconds from one frame to the next, at most. */
  readonly longest: number
  /** Frames that took longer than allowed. */
  readonly over: number
  /** Place in the list of the last finding that was seen. */
  readonly reached: number
}

const LOGIN = { login: 'changlie', password: 'Xun-cha-2025!' }
/** Of a hard fling on a phone: ten thousand points a second. */
const STEP_POINTS = 160

/** Scrolls a list of so many findings from the first to the last and back, as fast as a thumb, and watches the frames. */
export async function scrollLongList(count: number, allowedMs: number): Promise<Scrolled> {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-long-list-'))
  const migrations = new URL('../../../db/migrations/sqlite', import.meta.url).pathname
  const db = openSqlite({ directory, migrations })
  await writeManyFindings(db, directory, count, LOGIN)
  await db.close()
  const server = await startServer(directory)
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
    const headers = { origin: server.address }
    const signedIn = await context.request.post(`${server.address}/api/v1/session`, { data: LOGIN, headers })
    if (!signedIn.ok()) throw new Error(`sign-in: ${signedIn.status()}`)
    const page = await context.newPage()
    await page.goto(`${server.address}/findings`)
    await page.locator('[role=listitem]').first().waitFor()
    return await scroll(page, allowedMs)
  } finally {
    await browser.close()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

function scroll(page: Page, allowedMs: number): Promise<Scrolled> {
  return page.evaluate(
    async ({ allowedMs, step }) => {
      const root = document.scrollingElement as HTMLElement
      let [frames, longest, over, waited, farthest, down] = [0, 0, 0, 0, 0, true]
      let last = await new Promise<number>(requestAnimationFrame)
      while (down || root.scrollTop > 0) {
        const before = root.scrollTop
        root.scrollTop += down ? step : -step * 4
        const now = await new Promise<number>(requestAnimationFrame)
        const took = now - last
        last = now
        frames += 1
        longest = Math.max(longest, took)
        if (took > allowedMs) over += 1
        // At the end, the next page is waited for; without one for three seconds, this was the last.
        waited = root.scrollTop === before ? waited + took : 0
        if (waited > 3_000) {
          farthest = Number([...document.querySelectorAll('[role=listitem]')].at(-1)?.ariaPosInSet)
          down = false
        }
      }
      return { frames, longest, over, reached: farthest }
    },
    { allowedMs, step: STEP_POINTS },
  )
}
