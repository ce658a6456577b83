import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { signIn, useBrowser, visit } from './support/browser.ts'
import { reportClutter } from './support/phone.ts'
import { PASSWORD, useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown()

/** A patroller's phone that was once opened with a signal: the app and the lists are on it. */
async function openPhone(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await visit(browser(), town().address)
  const page = await signIn(context, 'patroller', PASSWORD)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.goto('/report')
  await page.locator('.shutter').waitFor()
  return { context, page }
}

const count = async (): Promise<number> =>
  Number((await town().as('supervisor', 'GET', '/findings?count=true')).total)
const badges = (page: Page, words: string) => page.locator(`.entry .badge:has-text("${words}")`)

describe('without a signal', () => {
  it('a patroller reports, closes the tab, and nothing is lost or sent twice', async () => {
    const { context, page } = await openPhone()
    const before = await count()
    await context.setOffline(true)
    await page.goto('/')
    await page.getByText('无信号').waitFor()
    await reportClutter(page)
    await page.getByText('已记下').waitFor()
    await reportClutter(page)
    await page.close({ runBeforeUnload: false })

    const next = await context.newPage()
    await next.goto('/outbox')
    await badges(next, '等待信号').nth(1).waitFor()
    expect(await count()).toBe(before)
    await context.setOffline(false)
    await badges(next, '已发出').nth(1).waitFor({ timeout: 40_000 })
    expect(await count()).toBe(before + 2)
    await context.close()
  })

  it('an answer that is lost on the way makes no second record', async () => {
    const { context, page } = await openPhone()
    const before = await count()
    // The server does its work; the phone never hears of it.
    await context.route('**/api/v1/findings', async route => {
      if (route.request().method() !== 'POST') return route.continue()
      await route.fetch()
      return route.abort('connectionreset')
    })
    await reportClutter(page)
    await page.goto('/outbox')
    await badges(page, '等待信号').first().waitFor()
    expect(await count()).toBe(before + 1)
    await context.unroute('**/api/v1/findings')
    await page.click('button:has-text("立即发送")')
    await badges(page, '已发出').first().waitFor()
    expect(await count()).toBe(before + 1)
    await context.close()
  })

  it('two open tabs send the same entry once', async () => {
    const { context, page } = await openPhone()
    const before = await count()
    const other = await context.newPage()
    await other.goto('/outbox')
    await context.setOffline(true)
    await reportClutter(page)
    await context.setOffline(false)
    await Promise.all([page, other].map(each => each.evaluate(() => dispatchEvent(new Event('online')))))
    await badges(other, '已发出').first().waitFor({ timeout: 40_000 })
    expect(await count()).toBe(before + 1)
    await context.close()
  })

  it('a whole patrol is walked, and told in order when the signal returns', async () => {
    const { context, page } = await openPhone()
    await context.setOffline(true)
    await page.goto('/patrols?new=')
    await page.click('dialog button.main')
    await page.waitForURL('**/patrols/*-*')
    await page.click('button:has-text("打卡点位")')
    await page.click('dialog .below button:has-text("3幢")')
    await page.click('dialog button:has-text("就选这里")')
    await page.click('dialog button:has-text("无异常")')
    await page.locator('.page .card .badge:has-text("无异常")').waitFor()
    await page.click('.page > section button:has-text("结束巡查")')
    await page.click('dialog form button')
    await page.locator('.badge:has-text("待确认")').waitFor()
    await context.setOffline(false)
    await page.locator('.page .note:has-text("还没有发出")').waitFor({ state: 'detached', timeout: 40_000 })
    const id = new URL(page.url()).pathname.split('/')[2]
    await expect
      .poll(
        async () =>
          (
            await town()
              .as('supervisor', 'GET', `/patrols/${id}`)
              .catch(() => ({ state: null }))
          ).state,
        {
          timeout: 40_000,
        },
      )
      .toBe('submitted')
    await context.close()
  })

  it('signing out leaves nothing on the phone', async () => {
    const { context, page } = await openPhone()
    await reportClutter(page)
    await page.locator('.done a:has-text("查看问题")').waitFor()
    await page.goto('/me')
    await page.click('button:has-text("退出登录")')
    await page.waitForURL('**/sign-in**')
    await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
    expect(await page.evaluate(() => localStorage.getItem('xuncha.session'))).toBeNull()
    await context.close()
  })
})
