import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from './open-browser.ts'

export interface Visit {
  readonly language?: 'zh-CN' | 'en'
  readonly width?: number
  readonly theme?: 'light' | 'dark'
  readonly text?: 'normal' | 'large'
}

/** A browser for one file of walks. */
export function useBrowser(): () => Browser {
  let browser: Browser | null = null
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  return () => {
    if (!browser) throw new Error('the browser is not open yet')
    return browser
  }
}

/** A phone or a desk of its own: nothing is shared with other visits. */
export async function visit(browser: Browser, address: string, how: Visit = {}): Promise<BrowserContext> {
  const { language = 'zh-CN', width = 390, theme = 'light', text = 'normal' } = how
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height: width > 1_000 ? 900 : 844 },
    locale: language,
    timezoneId: 'Asia/Shanghai',
  })
  const preferences = JSON.stringify({ language, theme, text })
  await context.addInitScript(kept => {
    if (localStorage.getItem('xuncha.preferences') === null) localStorage.setItem('xuncha.preferences', kept)
  }, preferences)
  return context
}

export async function signIn(context: BrowserContext, login: string, password: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.fill('input[name=login]', login)
  await page.fill('input[name=password]', password)
  await page.click('form button.main')
  await page.waitForURL(url => url.pathname !== '/sign-in')
  return page
}
