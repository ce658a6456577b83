import { describe, expect, it } from 'vitest'
import { signIn, useBrowser, visit } from './support/browser.ts'
import { reportClutter, shoot } from './support/phone.ts'
import { type Login, PASSWORD, useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown('full')

describe('the life of a finding', () => {
  it('goes through four people’s screens, from the corridor to the figures', async () => {
    const { address, as } = town()
    const open = async (login: Login, width?: number) =>
      signIn(await visit(browser(), address, { width }), login, PASSWORD)

    // In the corridor.
    const patroller = await open('patroller')
    await patroller.goto('/')
    const first = await reportClutter(patroller)
    const again = await reportClutter(patroller)
    expect([first, again]).toEqual([6, 3])
    await patroller.click('.done a:has-text("查看问题")')
    await patroller.waitForURL('**/findings/*')
    const path = new URL(patroller.url()).pathname
    await patroller.getByText('已上报(待受理)').first().waitFor()

    // At the desk: triage and dispatch with the keyboard, to the unit that is suggested.
    const coordinator = await open('coordinator', 1_440)
    await coordinator.goto('/board')
    await coordinator.locator('.board .finding').first().waitFor()
    await coordinator.goto(`/board?id=${path.split('/')[2]}`)
    await coordinator.locator('.beside .actions .button.main:has-text("立案")').waitFor()
    await coordinator.keyboard.press('1')
    await coordinator.click('dialog button.main')
    await coordinator.locator('.beside .actions .button.main:has-text("派遣")').waitFor()
    await coordinator.keyboard.press('1')
    await coordinator.locator('dialog').getByText('建议').waitFor()
    await coordinator.click('dialog button.main')
    await coordinator.locator('.beside .badge:has-text("已派遣")').first().waitFor()

    // Between two calls.
    const manager = await open('manager')
    await manager.goto('/queue')
    await manager.click(`a[href="${path}"]`)
    await manager.click('.actions button:has-text("接收")')
    await manager.click('.actions button:has-text("反馈整改")')
    await manager.click('dialog form > button')
    await manager.locator('dialog .note.warn').waitFor()
    await shoot(manager, 'dialog')
    await manager.fill('dialog textarea >> nth=0', '已清走')
    await manager.click('dialog form > button')
    await manager.locator('header .badge:has-text("已反馈")').waitFor()

    // Somebody else looks whether it is so.
    const neighbour = await open('neighbour')
    await neighbour.click(`a[href="${path}"]`)
    await neighbour.click('.actions button:has-text("核查")')
    await neighbour.click('dialog label:has-text("已改好")')
    await neighbour.click('dialog form > button')
    await neighbour.locator('.told li:has-text("已改好")').waitFor()

    await coordinator.goto(path)
    await coordinator.click('.actions button:has-text("结案")')
    await coordinator.click('dialog form > button')
    await coordinator.locator('header .badge:has-text("已结案")').waitFor()
    expect(await as('supervisor', 'GET', path)).toMatchObject({ state: 'closed', closeKind: 'normal' })

    // What became of it, for whoever watches over all of it.
    const supervisor = await open('supervisor', 1_440)
    await supervisor.goto('/figures')
    await supervisor.locator('.figure:has-text("完成整改") .value:has-text("1")').waitFor()
    await supervisor.goto(path)
    await supervisor.locator('.told li').nth(6).waitFor()
    const told = await supervisor.locator('.told li strong').allTextContents()
    expect(told).toEqual(['上报了问题', '立案', '派遣 · 巨塔物业', '接收', '反馈整改', '核查', '结案'])
  })

  it('keeps a step that is refused in its form, with the reason', async () => {
    const { address, as, report } = town()
    const id = await report('纸箱')
    await as('coordinator', 'POST', `/findings/${id}/events`, { type: 'register' })
    const coordinator = await signIn(await visit(browser(), address), 'coordinator', PASSWORD)
    // It has read all that it reads by itself: what happens next is news to it, on a slow machine as well.
    await coordinator.goto(`/findings/${id}`, { waitUntil: 'networkidle' })
    await coordinator.click('.actions button:has-text("派遣")')
    await as('supervisor', 'POST', `/findings/${id}/events`, { type: 'urge' })
    await coordinator.fill('dialog textarea >> nth=0', '请尽快')
    await coordinator.click('dialog form > button')
    await coordinator.locator('dialog .note.bad').waitFor()
    expect(await coordinator.inputValue('dialog textarea >> nth=0')).toBe('请尽快')
  })
})
