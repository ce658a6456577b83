import { expect, it } from 'vitest'
import { signIn, useBrowser, visit } from './support/browser.ts'
import { PASSWORD, useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown()

it('a coordinator makes a checkpoint, a route past it and a plan, and sees the next walks', async () => {
  const context = await visit(browser(), town().address)
  const page = await signIn(context, 'coordinator', PASSWORD)
  const save = async (list: string): Promise<void> => {
    await page.click('form .button.main')
    await page.waitForURL(`**/settings/${list}`)
  }
  await town().as('coordinator', 'POST', '/checkpoints', { placeId: town().placeId, name: '车棚' })
  await page.goto('/settings/checkpoints/new')
  await page.getByText('选择位置').click()
  for (const name of ['巨塔花园', '3幢', '2单元', '5层']) {
    const step = page.locator('dialog').getByText(name, { exact: true }).first()
    if (await step.isVisible()) await step.click()
  }
  await page.getByLabel('名称').fill('二单元门厅')
  await save('checkpoints')

  await page.goto('/settings/routes/new')
  await page.getByLabel('名称').fill('楼道一圈')
  const stops = page.locator('select.input')
  await stops.selectOption({ label: '车棚' })
  await stops.selectOption({ label: '二单元门厅' })
  await page.getByLabel('把二单元门厅往前移').click()
  await page.locator('textarea').first().fill('消防通道是否畅通?\n有无飞线充电?')
  await save('routes')
  await page.locator('.lines').getByText('楼道一圈').click()
  await page.locator('.stop').first().waitFor()
  expect(await page.locator('.stop strong').allTextContents()).toEqual(['1. 二单元门厅', '2. 车棚'])
  expect(await page.locator('textarea').first().inputValue()).toBe('消防通道是否畅通?\n有无飞线充电?')
  const sheet = await page.request.get(String(await page.getByText('打印二维码').getAttribute('href')))
  expect([sheet.status(), sheet.headers()['content-type']]).toEqual([200, 'application/pdf'])

  await page.goto('/settings/plans/new')
  await page.getByLabel('名称').fill('每晚楼道巡查')
  await page.getByLabel('周六').check()
  await page.getByLabel('几点开始').fill('7:30、19:30')
  await page.getByLabel('路线').selectOption({ label: '楼道一圈' })
  await save('plans')
  await page.locator('.lines').getByText('每晚楼道巡查').click()
  const next = page.locator('section.card li')
  await next.first().waitFor()
  expect(await next.count()).toBe(5)
  expect((await next.allTextContents()).every(words => /[^\d](7|07|19):30/.test(words))).toBe(true)

  await page.getByRole('button', { name: '停用' }).click()
  await page.waitForURL('**/settings/plans')
  await page.getByRole('button', { name: '撤销' }).click()
  await expect.poll(() => page.getByText('已撤销。').count()).toBe(1)
  await context.close()
})
