import { expect, it } from 'vitest'
import { signIn, useBrowser, visit } from './support/browser.ts'
import { shoot } from './support/phone.ts'
import { PASSWORD, useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown()

it('whoever reports what is being dealt with already is told so, and may report all the same', async () => {
  const id = await town().report('纸箱堆到消防栓前')
  const { number } = await town().as('coordinator', 'GET', `/findings/${id}`)
  const phone = await visit(browser(), town().address)
  const page = await signIn(phone, 'patroller', PASSWORD)
  await page.goto(`/report?place=${town().placeId}`)
  await shoot(page)
  await page.locator('.tile', { hasText: '楼道堆物' }).first().click()
  const known = page.getByRole('status').filter({ hasText: '这里已有同类问题在办' })
  await known.getByText('纸箱堆到消防栓前').waitFor()
  expect(await known.getByRole('link').getAttribute('href')).toBe(`/findings/${id}`)
  expect(await known.getByRole('link').textContent()).toBe(number)
  await page.screenshot({ path: 'screenshots/known-here.png', fullPage: true })
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.getByText('已上报').waitFor()
  await phone.close()
})
