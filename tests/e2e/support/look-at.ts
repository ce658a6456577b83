import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { Page } from 'playwright-core'

const folder = fileURLToPath(new URL('../../../screenshots/', import.meta.url))

interface Finding {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What keeps somebody from using this screen, by axe-core's rules for WCAG 2.2 AA. */
async function barriersOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { axe: judge } = window as unknown as {
      axe: { run(on: Document, options: object): Promise<{ violations: Finding[] }> }
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return (await judge.run(document, { runOnly: tags })).violations
  })
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  )
}

/** Whether something stands out of the screen to the side. */
const standsOut = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

/** Takes a picture of the screen and gives what is wrong with it. */
export async function lookAt(page: Page, name: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  await page.waitForLoadState('networkidle')
  const size = page.viewportSize() ?? { width: 390, height: 844 }
  // As tall as the page, so that the bar at the bottom of the screen stands below it and not across it.
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width: size.width, height: Math.max(height, size.height) })
  await page.screenshot({ path: `${folder}${name}.png` })
  const barriers = await barriersOn(page)
  if (await standsOut(page)) barriers.push('the page is wider than the screen')
  await page.setViewportSize(size)
  return barriers.map(barrier => `${name}: ${barrier}`)
}
