import type { Page } from 'playwright-core'
import { useBrowser } from './support/browser.ts'
import { describeScreens, type Screen } from './support/every-screen.ts'
import { useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown()

const ROWS = '小区\t楼栋\t单元\n巨塔花园\t3幢\t2单元\n\t\t3单元\n\t5幢\t1单元\n巨塔花园\t\t1单元'

const paste = async (page: Page): Promise<void> => {
  await page.fill('textarea', ROWS)
  await page.locator('tbody tr').first().waitFor()
}

/** Every screen of the settings, as an administrator sees them. */
const SCREENS: readonly Screen[] = [
  { name: 'settings', who: 'admin', path: () => '/settings' },
  { name: 'settings-coordinator', who: 'coordinator', path: () => '/settings' },
  { name: 'settings-places', who: 'admin', path: () => '/settings/places' },
  { name: 'settings-place', who: 'admin', path: () => `/settings/places?at=${town().placeId}` },
  {
    name: 'settings-place-add',
    who: 'admin',
    path: () => `/settings/places?at=${town().placeId}&add=`,
    first: async page => {
      await page.click('form .button.main')
      await page.locator('[aria-invalid=true]').waitFor()
    },
  },
  {
    name: 'settings-place-rename',
    who: 'admin',
    path: () => `/settings/places?at=${town().placeId}&rename=`,
  },
  { name: 'settings-paste', who: 'admin', path: () => '/settings/places/paste', first: paste },
]

describeScreens(SCREENS, { browser, town })
