import type { Page } from 'playwright-core'
import { takePhoto } from './town.ts'

/** Takes a photo with the camera button of the page. */
export async function shoot(page: Page, within = ''): Promise<void> {
  const before = await page.locator(`${within} .photos li`).count()
  await page.setInputFiles(`${within} input[type=file][capture]`.trim(), {
    name: 'photo.jpg',
    mimeType: 'image/jpeg',
    buffer: await takePhoto(),
  })
  await page.locator(`${within} .photos li`).nth(before).waitFor()
}

/**
 * Reports clutter on the fifth floor, as a patroller would; gives the number of taps after the photo. The first time
 * the place is looked up step by step, later it is the one used last.
 */
export async function reportClutter(page: Page): Promise<number> {
  let taps = 0
  const tap = async (selector: string): Promise<void> => {
    taps += 1
    await page.click(selector)
  }
  await page.goto('/report')
  await page.setInputFiles('.shutter input', {
    name: 'photo.jpg',
    mimeType: 'image/jpeg',
    buffer: await takePhoto(),
  })
  await tap('.tile >> nth=0')
  const recent = page.locator('form .choices button[lang="zh-CN"]')
  if ((await recent.count()) > 0) await tap('form .choices button[lang="zh-CN"] >> nth=0')
  else {
    await tap('form .choice.other:has(svg)')
    for (const name of ['3幢', '2单元', '5层']) await tap(`dialog .below button:has-text("${name}")`)
  }
  await tap('.dock button')
  await page.waitForSelector('.done')
  return taps
}
