import type { Page } from 'playwright-core'
import { beforeAll } from 'vitest'
import { useBrowser } from './support/browser.ts'
import { describeScreens, type Screen } from './support/every-screen.ts'
import { shoot } from './support/phone.ts'
import { offerSecondLook } from './support/second-look.ts'
import { type Login, takePhoto, useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown()

/** Findings in several states, and a patrol under way, so that no screen is empty. */
const ids: Record<string, string> = {}
beforeAll(async () => {
  Object.assign(ids, await offerSecondLook(town()))
  const { as, report, placeId } = town()
  const happen = (login: Login, id: string, event: object) =>
    as(login, 'POST', `/findings/${id}/events`, event)
  ids.dispatched = await report('纸箱堆到消防栓前')
  await report('桶满了', '0302')
  ids.suspended = await report('扶手松动', '0110')
  await happen('manager', ids.suspended, { type: 'receive' })
  await happen('manager', ids.suspended, {
    type: 'apply_suspension',
    reason: 'engineering',
    note: '需更换整段扶手',
    resumeBy: new Date(Date.now() + 20 * 86_400_000).toISOString(),
  })
  ids.rectified = await report('旧沙发', '0304')
  await happen('manager', ids.rectified, { type: 'receive' })
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(await takePhoto())], { type: 'image/jpeg' }), 'b.jpg')
  const after = await as('manager', 'POST', '/photos', form)
  await happen('manager', ids.rectified, { type: 'rectify', photoIds: [after.id], note: '已清运' })
  ids.returned = await report('线缆垂落', '0107')
  await happen('manager', ids.returned, { type: 'return', reason: 'not_our_duty', note: '属通信公司' })
  const patrol = await as('patroller', 'POST', '/patrols', { theme: 'corridor', placeId })
  ids.patrol = String(patrol.id)
  await as('patroller', 'POST', `/patrols/${ids.patrol}/events`, { type: 'start' })
  await as('patroller', 'POST', `/patrols/${ids.patrol}/events`, {
    type: 'checkpoint',
    placeId,
    result: 'ok',
  })
})

const open = (selector: string) => (page: Page) => page.click(selector)

const SCREENS: readonly Screen[] = [
  { name: 'home-patroller', who: 'patroller', path: () => '/' },
  { name: 'home-admin', who: 'admin', path: () => '/' },
  { name: 'report-photo', who: 'patroller', path: () => '/report' },
  {
    name: 'report-form',
    who: 'patroller',
    path: () => '/report',
    first: async page => {
      if ((await page.locator('.photos').count()) > 0) return
      const buffer = await takePhoto()
      await page.setInputFiles('.shutter input', { name: 'a.jpg', mimeType: 'image/jpeg', buffer })
      await page.click('.tile >> nth=0')
    },
  },
  {
    name: 'report-place',
    who: 'patroller',
    path: () => '/report',
    first: open('form .choice.other:has(svg)'),
  },
  { name: 'report-category', who: 'patroller', path: () => '/report', first: open('.tile.other') },
  { name: 'patrols', who: 'patroller', path: () => '/patrols' },
  { name: 'patrol-new', who: 'patroller', path: () => '/patrols?new=' },
  { name: 'patrol', who: 'patroller', path: () => `/patrols/${ids.patrol}` },
  { name: 'outbox', who: 'patroller', path: () => '/outbox' },
  {
    name: 'check-form',
    who: 'patroller',
    path: () => `/findings/${ids.rectified}`,
    first: async page => {
      await page.click('.actions .button.main')
      await shoot(page, 'dialog')
    },
  },
  { name: 'home-manager', who: 'manager', path: () => '/' },
  { name: 'queue', who: 'manager', path: () => '/queue', first: open('.pick input >> nth=0') },
  { name: 'finding-manager', who: 'manager', path: () => `/findings/${ids.dispatched}` },
  { name: 'home-coordinator', who: 'coordinator', path: () => '/' },
  { name: 'board', who: 'coordinator', path: () => '/board' },
  { name: 'board-chosen', who: 'coordinator', path: () => `/board?id=${ids.returned}` },
  {
    name: 'dispatch-form',
    who: 'coordinator',
    path: () => `/findings/${ids.returned}`,
    first: open('.actions button:has-text("派遣"), .actions button:has-text("Dispatch")'),
  },
  { name: 'findings', who: 'coordinator', path: () => '/findings' },
  { name: 'findings-days', who: 'coordinator', path: () => '/findings?state=any&reportedFrom=2026-01-01' },
  { name: 'findings-none', who: 'coordinator', path: () => '/findings?q=zzzz' },
  { name: 'home-supervisor', who: 'supervisor', path: () => '/' },
  { name: 'audit', who: 'supervisor', path: () => '/audit' },
  { name: 'audit-check', who: 'supervisor', path: () => '/audit/check' },
  { name: 'finding-supervisor', who: 'supervisor', path: () => `/findings/${ids.suspended}` },
  { name: 'figures', who: 'supervisor', path: () => '/figures' },
  { name: 'flags', who: 'supervisor', path: () => '/flags?all=' },
  { name: 'rechecks', who: 'supervisor', path: () => '/rechecks' },
  { name: 'home-asked', who: 'neighbour', path: () => '/' },
  {
    name: 'recheck',
    who: 'neighbour',
    path: () => `/rechecks/${ids.recheck}`,
    first: page => page.locator('form .button.main').click(),
  },
  {
    name: 'figures-month',
    who: 'supervisor',
    path: () => '/figures?period=thisMonth',
    first: open(
      '.figures details summary:has-text("看表格"), .figures details summary:has-text("as a table")',
    ),
  },
  { name: 'inbox', who: 'supervisor', path: () => '/inbox' },
  { name: 'me', who: 'supervisor', path: () => '/me' },
  { name: 'nowhere', who: 'supervisor', path: () => '/board/nowhere' },
]

describeScreens(SCREENS, { browser, town })
