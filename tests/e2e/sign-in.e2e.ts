import { expect, it } from 'vitest'
import { useBrowser, visit } from './support/browser.ts'
import { PASSWORD, useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown()

/* ASVS 5.0 V6.2.6 and V6.2.7. */
it('a password is hidden, may be pasted, and is known to a password manager for what it is', async () => {
  const phone = await visit(browser(), town().address)
  await phone.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: town().address })
  const page = await phone.newPage()
  await page.goto('/sign-in')
  const login = page.getByLabel('登录名')
  const password = page.getByLabel('密码')
  expect(await login.getAttribute('autocomplete')).toBe('username')
  expect(await password.getAttribute('autocomplete')).toBe('current-password')
  expect(await password.getAttribute('type')).toBe('password')
  await login.fill('neighbour')
  await page.evaluate(words => navigator.clipboard.writeText(words), PASSWORD)
  await password.focus()
  await page.keyboard.press('ControlOrMeta+V')
  expect(await password.inputValue()).toBe(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(url => url.pathname !== '/sign-in')
})
