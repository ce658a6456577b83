import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = fileURLToPath(new URL('../../../screenshots/', import.meta.url))

interface Finding {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What keeps somebody from using this screen, by axe-core's rules for WCAG 2.2 AA. */
async function barriersOn(page: Page): Promise<string[]> {
  await page.evaluate(axe)
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
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true })
  const barriers = await barriersOn(page)
  if (await standsOut(page)) barriers.push('the page is wider than the screen')
  return barriers.map(barrier => `${name}: ${barrier}`)
}
