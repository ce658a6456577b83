import { expect, it } from 'vitest'
import { signIn, useBrowser, visit } from './support/browser.ts'
import { shoot } from './support/phone.ts'
import { offerSecondLook } from './support/second-look.ts'
import { PASSWORD, useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown()

it('another squad looks again without a signal, and the supervisor sees what is odd', async () => {
  const { closed, recheck } = await offerSecondLook(town())
  const phone = await visit(browser(), town().address)
  const neighbour = await signIn(phone, 'neighbour', PASSWORD)
  await neighbour.evaluate(() => navigator.serviceWorker.ready)
  await neighbour.locator('.offered').waitFor()
  await neighbour.waitForLoadState('networkidle')
  await phone.setOffline(true)
  await neighbour.click('.offered')
  await neighbour.click('.card .button.main')
  await shoot(neighbour)
  await neighbour.getByLabel('没有整改好').check()
  await neighbour.fill('form textarea', '旧家具又搬回来了')
  await neighbour.click('form .button.main')
  await neighbour.waitForURL('**/rechecks')
  await phone.setOffline(false)
  const state = async () => {
    const { items } = (await town().as('neighbour', 'GET', '/rechecks')) as {
      items?: { id: string; state: string }[]
    }
    return items?.find(({ id }) => id === recheck)?.state
  }
  await expect.poll(state, { timeout: 20_000 }).toBe('not_ok')

  const desk = await visit(browser(), town().address, { width: 1_440 })
  const supervisor = await signIn(desk, 'supervisor', PASSWORD)
  await supervisor.goto('/audit')
  await supervisor.getByText('疑点').click()
  const odd = supervisor.locator('li.card', { hasText: '交叉复核不通过' })
  expect(await odd.locator('a').getAttribute('href')).toBe(`/findings/${closed}`)
  await odd.locator('input').fill('已约谈物业')
  await odd.locator('button').click()
  await odd.getByText('已查看').waitFor()
  await supervisor.reload()
  await supervisor.locator('li.card').first().waitFor()
  expect(await odd.count()).toBe(0)
  await phone.close()
  await desk.close()
})
