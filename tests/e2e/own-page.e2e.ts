import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { signIn, useBrowser, visit } from './support/browser.ts'
import { describeScreens, type Screen } from './support/every-screen.ts'
import { PASSWORD, useTown } from './support/town.ts'

/* What is everybody's own: password, messages, calendar, and what is kept about them. */

const browser = useBrowser()
const town = useTown()
const OWN = 'Meihua-Zai-Kai-2025'

it('somebody whose password an administrator chose is asked to choose their own, does, and signs in with it', async () => {
  const phone = await visit(browser(), town().address)
  const page = await signIn(phone, 'neighbour', PASSWORD)
  await page.getByText('请换成自己的密码').click()
  await page.getByText('现在的密码是管理员给的').waitFor()
  await page.getByLabel('当前密码').fill('not-mine')
  await page.getByLabel('新密码').fill(OWN)
  await page.getByRole('button', { name: '修改密码' }).click()
  await page.getByText('请重新输入当前密码').waitFor()
  await page.getByLabel('当前密码').fill(PASSWORD)
  await page.getByRole('button', { name: '修改密码' }).click()
  await page.getByText('密码已修改').waitFor()
  expect(await page.getByText('现在的密码是管理员给的').count()).toBe(0)
  await page.goto('/')
  await page.getByText('您好').waitFor()
  await page.waitForLoadState('networkidle')
  expect(await page.getByText('请换成自己的密码').count()).toBe(0)
  await phone.close()

  const other = await visit(browser(), town().address)
  const again = await signIn(other, 'neighbour', OWN)
  await again.getByText('您好').waitFor()
  await other.close()
})

it('a calendar shows one’s patrols by an address that is shown once and can be withdrawn', async () => {
  const phone = await visit(browser(), town().address)
  const page = await signIn(phone, 'patroller', PASSWORD)
  await page.goto('/me/messages')
  await page.getByRole('button', { name: '生成日历地址' }).click()
  const address = (await page.locator('code').textContent()) ?? ''
  const read = () => page.request.get(address)
  expect(await (await read()).text()).toContain('BEGIN:VCALENDAR')
  await page.getByRole('button', { name: '停用' }).click()
  await page.getByRole('button', { name: '停用' }).waitFor({ state: 'detached' })
  expect((await read()).status()).toBe(404)
  await phone.close()
})

it('mail that this server cannot send is not promised', async () => {
  const phone = await visit(browser(), town().address)
  const page = await signIn(phone, 'patroller', PASSWORD)
  await page.goto('/me/messages')
  await page.getByLabel('到期和催办').check()
  await page.getByLabel('邮箱').fill('chen@example.org')
  await page.getByLabel('免打扰时段').check()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('本系统不发送邮件').waitFor()
  await page.getByLabel('不发', { exact: true }).check()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').waitFor()
  await phone.close()
})

it('a program works in one’s name by a token that is shown once, until it is ended', async () => {
  const phone = await visit(browser(), town().address)
  const page = await signIn(phone, 'coordinator', PASSWORD)
  await page.goto('/me')
  await page.getByText('接口令牌').click()
  await page.getByLabel('用途').fill('街道数据平台')
  await page.getByRole('button', { name: '生成' }).click()
  const token = (await page.locator('code').textContent()) ?? ''
  const ask = async (): Promise<number> =>
    (await fetch(`${town().address}/api/v1/findings`, { headers: { authorization: `Bearer ${token}` } }))
      .status
  expect(await ask()).toBe(200)
  const line = page.locator('li', { hasText: '街道数据平台' })
  await line.getByRole('button', { name: '停用' }).click()
  await line.waitFor({ state: 'detached' })
  expect(await ask()).toBe(401)
  await phone.close()
})

it('a copy of what is kept about oneself is a file; an administrator takes it away for good', async () => {
  const phone = await visit(browser(), town().address)
  const page = await signIn(phone, 'supervisor', PASSWORD)
  await page.goto('/me/data')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/^巡查 个人信息 周建华 \d{4}-\d\d-\d\d\.json$/)
  const data = JSON.parse(await readFile(await file.path(), 'utf8')) as {
    member: { name: string; id: string }
  }
  expect(data.member.name).toBe('周建华')
  await page.getByText('已下载').waitFor()
  await phone.close()

  const desk = await visit(browser(), town().address, { width: 1_440 })
  const admin = await signIn(desk, 'admin', PASSWORD)
  await admin.goto(`/settings/members/${data.member.id}`)
  await admin.locator('summary', { hasText: '个人信息' }).click()
  await admin.getByRole('button', { name: '注销并删除' }).click()
  await admin.getByLabel('已不在本社区').check()
  await admin.getByRole('button', { name: '确认注销' }).click()
  await admin.getByText('已注销“周建华”').waitFor()
  await desk.close()
  await expect(town().as('supervisor', 'GET', '/session')).rejects.toThrow('401')
})

const SCREENS: readonly Screen[] = [
  { name: 'me', who: 'patroller', path: () => '/me' },
  {
    name: 'me-password',
    who: 'patroller',
    path: () => '/me/password',
    first: async page => {
      await page.click('form .button.main')
      await page.locator('[aria-invalid=true]').first().waitFor()
    },
  },
  {
    name: 'me-messages',
    who: 'patroller',
    path: () => '/me/messages',
    first: async page => {
      await page.click('.choice >> nth=2')
      for (const tick of await page.locator('[type=checkbox]').all()) await tick.check()
      await page.click('section:last-of-type > p:last-of-type .button')
      await page.locator('code').waitFor()
    },
  },
  { name: 'me-tokens', who: 'admin', path: () => '/me/tokens' },
  { name: 'me-data', who: 'patroller', path: () => '/me/data' },
  {
    name: 'me-erase',
    who: 'admin',
    path: () => '/settings/members',
    first: async page => {
      await page.locator('.line', { hasText: '陈秀英' }).click()
      await page.click('details:last-of-type summary')
      await page.click('details .grave')
      await page.locator('dialog').waitFor()
    },
  },
]
describeScreens(SCREENS, { browser, town })
