import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startServer } from '../support/server-process.ts'
import { signIn, useBrowser, visit } from './support/browser.ts'
import { lookAt } from './support/look-at.ts'

const browser = useBrowser()

/** A server that nobody has signed in to yet, and the link that it prints. */
async function openNewInstallation() {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-e2e-'))
  let link = ''
  const server = await startServer(directory, { XUNCHA_BOOTSTRAP_ADMIN: '' }, null, line => {
    link = /http:\S+\/setup#\S+/.exec(line)?.[0] ?? link
  })
  onTestFinished(async () => {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  })
  await expect.poll(() => link).not.toBe('')
  return { server, link }
}

it('on the first day one person sets a community up, and a volunteer signs in with the slip they were given', async () => {
  const { server, link } = await openNewInstallation()
  const desk = await visit(browser(), server.address)
  const page = await desk.newPage()
  await page.goto(link)
  expect(await lookAt(page, 'first-setup')).toEqual([])
  await page.getByLabel('登录名').fill('root')
  await page.getByLabel('姓名').fill('周主任')
  await page.getByLabel('密码').fill('Zaojian-7-Yangliu')
  await page.getByRole('button', { name: '创建' }).click()
  // Signed in already, and where the work begins.
  await page.waitForURL('**/settings')
  await page.getByLabel('名称').fill('长浜社区')
  await page.getByLabel('代码').fill('CB')
  await page.getByRole('button', { name: '新建社区' }).click()
  await page.getByText('三步开始使用').waitFor()
  expect(await lookAt(page, 'first-steps')).toEqual([])

  await page.goto('/settings/places/paste')
  await page.fill('textarea', '小区\t楼栋\t单元\n巨塔花园\t1幢\t1单元')
  await page.locator('tbody tr').first().waitFor()
  await page.locator('.button.main').last().click()
  await page.goto('/settings/units/new')
  await page.getByLabel('名称').fill('巨塔物业')
  await page.locator('form .button.main').click()
  await page.waitForURL('**/settings/units')
  await page.goto('/settings/members/new')
  await page.getByLabel('姓名').fill('陈秀英')
  await page.getByLabel('登录名').fill('chenxy')
  await page.getByRole('button', { name: '巡查志愿者' }).click()
  await page.locator('form .button.main').click()
  const password = (await page.locator('.slip .password').textContent()) ?? ''
  expect(await page.locator('.slip').textContent()).toContain('14 天内')
  await page.goto('/settings')
  await page.waitForLoadState('networkidle')
  expect(await page.getByText('三步开始使用').count()).toBe(0)
  await desk.close()

  const phone = await visit(browser(), server.address)
  const volunteer = await signIn(phone, 'chenxy', password)
  await volunteer.getByText('请换成自己的密码').waitFor()
  await volunteer.getByText('拍照上报').waitFor()
  await phone.close()
})
