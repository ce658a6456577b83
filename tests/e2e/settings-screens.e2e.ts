import type { Page } from 'playwright-core'
import { beforeAll } from 'vitest'
import { useBrowser } from './support/browser.ts'
import { describeScreens, type Screen } from './support/every-screen.ts'
import { useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown()

/** A robot, and a program that cannot be reached, so that no list is empty. */
const ids: Record<string, string> = {}
beforeAll(async () => {
  const { as } = town()
  const make = async (name: string, path: string, body: object): Promise<void> => {
    ids[name] = String((await as('admin', 'POST', path, body)).id)
  }
  await make('robot', '/webhooks', {
    format: 'wecom',
    url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4',
    description: '物业值班群',
    events: ['finding.handle', 'finding.closed'],
  })
  await make('hook', '/webhooks', { url: 'https://city.invalid/xuncha', description: '街道平台' })
  await as('admin', 'POST', `/webhooks/${ids.hook}/test`)
  const { items: members } = (await as('admin', 'GET', '/members')) as {
    items: { id: string; login: string }[]
  }
  const leadId = members.find(({ login }) => login === 'patroller')?.id
  await make('squad', '/squads', { name: '巨塔花园周末队', leadId, memberIds: [leadId] })
  const arrange = async (name: string, path: string, body: object): Promise<void> => {
    ids[name] = String((await as('coordinator', 'POST', path, body)).id)
  }
  const { placeId } = town()
  await arrange('checkpoint', '/checkpoints', { placeId, name: '二单元门厅' })
  const questions = [{ zh: '消防通道是否畅通?' }, { zh: '有无飞线充电?' }]
  const stops = [{ checkpointId: ids.checkpoint, questions }]
  await arrange('route', '/routes', { placeId, name: '楼道一圈', stops })
  await arrange('plan', '/patrol-plans', {
    name: '每晚楼道巡查',
    theme: 'corridor',
    placeId,
    routeId: ids.route,
    squadId: ids.squad,
    rule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR',
    startTimes: ['19:30'],
    window: 'PT1H',
  })
})

const ROWS = '小区\t楼栋\t单元\n巨塔花园\t3幢\t2单元\n\t\t3单元\n\t5幢\t1单元\n巨塔花园\t\t1单元'

const paste = async (page: Page): Promise<void> => {
  await page.fill('textarea', ROWS)
  await page.locator('tbody tr').first().waitFor()
}

const open = (selector: string) => (page: Page) => page.click(selector)

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
  {
    name: 'settings-units',
    who: 'admin',
    path: () => `/settings/units?place=${town().placeId}&category=0101`,
  },
  { name: 'settings-unit-new', who: 'admin', path: () => '/settings/units/new' },
  { name: 'settings-members', who: 'admin', path: () => '/settings/members' },
  {
    name: 'settings-member-new',
    who: 'admin',
    path: () => '/settings/members/new',
    first: async page => {
      if ((await page.locator('.field li.card').count()) === 0) await page.click('.field .choice >> nth=1')
      await page.click('form .button.main')
      await page.locator('[aria-invalid=true]').first().waitFor()
    },
  },
  {
    name: 'settings-imports',
    who: 'admin',
    path: () => '/settings/imports',
    first: async page => {
      const buffer = Buffer.from(
        '编号,发现日期,类别,地址\n1,2025-03-01,堆物,三号楼\n2,改天,楼道堆物,四号楼\n',
      )
      await page.setInputFiles('input[type=file]', { name: '台账.csv', mimeType: 'text/csv', buffer })
      await page.locator('.odd').nth(1).waitFor()
    },
  },
  { name: 'settings-categories', who: 'admin', path: () => '/settings/categories?severity=S1' },
  { name: 'settings-category', who: 'admin', path: () => '/settings/categories/0101' },
  { name: 'settings-calendar', who: 'admin', path: () => '/settings/calendar?year=2026' },
  {
    name: 'settings-day',
    who: 'admin',
    path: () => '/settings/calendar?year=2027',
    first: open('.day[data-date="4"] >> nth=0'),
  },
  { name: 'settings-policy', who: 'admin', path: () => '/settings/policy' },
  { name: 'settings-squads', who: 'admin', path: () => '/settings/squads' },
  { name: 'settings-squad', who: 'admin', path: () => `/settings/squads/${ids.squad}` },
  { name: 'settings-checkpoints', who: 'coordinator', path: () => '/settings/checkpoints' },
  { name: 'settings-checkpoint', who: 'coordinator', path: () => `/settings/checkpoints/${ids.checkpoint}` },
  { name: 'settings-routes', who: 'coordinator', path: () => '/settings/routes' },
  { name: 'settings-route', who: 'coordinator', path: () => `/settings/routes/${ids.route}` },
  { name: 'settings-plans', who: 'coordinator', path: () => '/settings/plans' },
  { name: 'settings-plan', who: 'coordinator', path: () => `/settings/plans/${ids.plan}` },
  {
    name: 'settings-plan-new',
    who: 'coordinator',
    path: () => '/settings/plans/new',
    first: async page => {
      await page.click('form .button.main')
      await page.locator('[aria-invalid=true]').first().waitFor()
    },
  },
  { name: 'settings-webhooks', who: 'admin', path: () => '/settings/webhooks' },
  {
    name: 'settings-webhook-new',
    who: 'admin',
    path: () => '/settings/webhooks/new',
    first: async page => {
      await page.click('form .button.main')
      await page.locator('[aria-invalid=true]').first().waitFor()
    },
  },
  { name: 'settings-webhook-robot', who: 'admin', path: () => `/settings/webhooks/${ids.robot}` },
  { name: 'settings-webhook', who: 'admin', path: () => `/settings/webhooks/${ids.hook}` },
]

describeScreens(SCREENS, { browser, town })
