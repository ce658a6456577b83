import type { Browser, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { signIn, type Visit, visit } from './browser.ts'
import { lookAt } from './look-at.ts'
import { type Login, PASSWORD, type Town } from './town.ts'

export interface Screen {
  readonly name: string
  readonly who: Login
  readonly path: () => string
  /** What to do before looking. */
  readonly first?: (page: Page) => Promise<void>
}

const VISITS: readonly (Visit & { readonly name: string })[] = [
  { name: 'zh-390', language: 'zh-CN', width: 390 },
  { name: 'en-390', language: 'en', width: 390 },
  { name: 'zh-1440', language: 'zh-CN', width: 1_440 },
  { name: 'en-1440', language: 'en', width: 1_440 },
  { name: 'zh-390-dark', language: 'zh-CN', width: 390, theme: 'dark' },
  { name: 'zh-390-large', language: 'zh-CN', width: 390, text: 'large' },
]

/** `SCREENS=places npm run test:e2e` looks at those only whose names hold the word. */
const wanted = process.env.SCREENS ?? ''

/** Looks at every screen on a phone and at a desk, in both languages, in the dark and in large letters. */
export function describeScreens(
  all: readonly Screen[],
  { browser, town }: { readonly browser: () => Browser; readonly town: () => Town },
): void {
  const screens = all.filter(({ name }) => name.includes(wanted))
  describe.each(VISITS)('every screen in $name', how => {
    it('can be used by everybody and fits', async () => {
      const wrong: string[] = []
      const door = await visit(browser(), town().address, how)
      const sign = await door.newPage()
      await sign.goto('/sign-in')
      wrong.push(...(await lookAt(sign, `sign-in ${how.name}`)))
      await door.close()
      for (const who of new Set(screens.map(screen => screen.who))) {
        const context = await visit(browser(), town().address, how)
        const page = await signIn(context, who, PASSWORD)
        for (const { name, path, first } of screens.filter(screen => screen.who === who)) {
          await page.goto(path())
          await page.waitForLoadState('networkidle')
          await first?.(page)
          wrong.push(...(await lookAt(page, `${name} ${how.name}`)))
        }
        await context.close()
      }
      expect(wrong).toEqual([])
    })
  })
}
