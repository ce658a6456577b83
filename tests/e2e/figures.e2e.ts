import { expect, it } from 'vitest'
import { signIn, useBrowser, visit } from './support/browser.ts'
import { PASSWORD, takePhoto, useTown } from './support/town.ts'

const browser = useBrowser()
const town = useTown()

it('the figures print to one page of A4', async () => {
  await town().report('纸箱堆到消防栓前')
  const context = await visit(browser(), town().address, { width: 1_440 })
  const page = await signIn(context, 'supervisor', PASSWORD)
  await page.goto('/figures')
  await page.locator('.street .cell').first().waitFor()
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
  expect(/\/Count (\d+)/.exec(pdf)?.[1]).toBe('1')
  const [width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)?.slice(1).map(Number) ?? []
  expect([Math.round(width ?? 0), Math.round(height ?? 0)]).toEqual([595, 842])
  await context.close()
})

it('the figures change by themselves while somebody looks at them', async () => {
  const context = await visit(browser(), town().address, { width: 1_440 })
  const page = await signIn(context, 'supervisor', PASSWORD)
  await page.goto('/figures')
  const reported = page.locator('table tr', { hasText: '上报' }).locator('td').first()
  await page.getByText('实时更新').waitFor()
  const before = Number(await reported.textContent())
  await town().report('楼道又堆了纸箱')
  await expect.poll(async () => Number(await reported.textContent()), { timeout: 15_000 }).toBe(before + 1)
  await context.close()
})

it('a number leads to a list as long as it says', async () => {
  const context = await visit(browser(), town().address, { width: 1_440 })
  const page = await signIn(context, 'supervisor', PASSWORD)
  const withdrawn = await town().report('重复上报的纸箱')
  await town().as('patroller', 'POST', `/findings/${withdrawn}/events`, { type: 'withdraw' })
  await town().report('桶满了', '0302')
  const links = [
    '.headline .value a',
    '.parts section >> nth=1 >> .count a',
    '.parts section >> nth=2 >> .count a',
  ]
  for (const link of links) {
    await page.goto('/figures?period=thisMonth')
    const number = page.locator(link).first()
    const says = String(await number.textContent())
    expect(Number(says)).toBeGreaterThan(0)
    await number.click()
    await page.waitForURL(/reportedFrom=/)
    await page
      .getByRole('status')
      .filter({ hasText: new RegExp(`^${says}\\D`) })
      .waitFor()
    expect(await page.locator('.list .finding').count()).toBeGreaterThan(0)
  }
  await context.close()
})

it('what comes back after every fix is shown as a spot to talk about', async () => {
  const { as, placeId } = town()
  const shot = async (): Promise<string> => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(await takePhoto())], { type: 'image/jpeg' }), 'a.jpg')
    return String((await as('patroller', 'POST', '/photos', form)).id)
  }
  for (const description of ['门垫上又堆了纸箱', '纸箱又回来了', '还是纸箱']) {
    const fixed = { photoIds: [await shot()], note: '当场清走' }
    const photoIds = [await shot()]
    const told = { categoryCode: '0101', placeId, description, photoIds, fixed }
    const { id } = await as('patroller', 'POST', '/findings', told)
    await as('coordinator', 'POST', `/findings/${id}/events`, { type: 'approve_self_handled' })
  }
  const context = await visit(browser(), town().address)
  const page = await signIn(context, 'supervisor', PASSWORD)
  await page.goto('/figures')
  const spots = page.locator('section', { hasText: '反复出现的点位' }).last()
  const row = spots.locator('tr', { hasText: '楼道堆物' })
  await row.waitFor()
  expect(Number(await row.locator('td').first().textContent())).toBeGreaterThanOrEqual(2)
  await spots.screenshot({ path: 'screenshots/chronic.png' })
  await row.locator('a').click()
  await page.waitForURL(/placeId=.*categoryCode=0101/)
  await page.locator('.list .finding').first().waitFor()
  await context.close()
})

it.each([390, 1_440])('of a month every fifth day is named in one line, at %i', async width => {
  const context = await visit(browser(), town().address, { width })
  const page = await signIn(context, 'supervisor', PASSWORD)
  await page.goto('/figures?period=thisMonth')
  const days = page.locator('.plot .when:visible')
  await days.first().waitFor()
  expect((await days.allTextContents()).slice(0, 5)).toEqual(['1', '6', '11', '16', '21'])
  const heights = await days.evaluateAll(all => all.map(each => each.getBoundingClientRect().height))
  expect(Math.max(...heights)).toBe(Math.min(...heights))
  await context.close()
})

it.each([390, 1_440])('no filter of the list lies over its neighbour, at %i', async width => {
  const context = await visit(browser(), town().address, { width })
  const page = await signIn(context, 'supervisor', PASSWORD)
  await page.goto('/findings?reportedFrom=2026-01-01')
  const fields = page.locator('.filters .input')
  await fields.first().waitFor()
  const wider = await fields.evaluateAll(all =>
    all
      .filter(
        each =>
          each.scrollWidth > each.clientWidth + 1 ||
          each.clientWidth > (each.parentElement?.clientWidth ?? 0),
      )
      .map(each => each.outerHTML.slice(0, 80)),
  )
  expect(wider).toEqual([])
  await context.close()
})
