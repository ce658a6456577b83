import { expect, it } from 'vitest'
import { signIn, useBrowser, visit } from './support/browser.ts'
import { type Login, PASSWORD, useTown } from './support/town.ts'

/*
 * What somebody writes into any field is text for everybody who reads it: no element, no script, no template. The content
 * policy would stop a script, too; here already the attempt to run one counts.
 */

const browser = useBrowser()
const town = useTown()

const NASTY = [
  '<img src=x onerror=window.hit=1>纸箱',
  '"><script>window.hit=1</script>',
  '<svg onload=window.hit=1>',
  "{{constructor.constructor('window.hit=1')()}}",
  '<a href="javascript:window.hit=1">点这里</a>',
  '</textarea><iframe srcdoc="<script>parent.hit=1</script>">',
]

it('whatever is written is shown as it was written, on every screen', { timeout: 180_000 }, async () => {
  const { as, report, placeId, address } = town()
  const nasty = (n: number): string => NASTY[n % NASTY.length] ?? ''
  const make = async (login: Login, path: string, body: object): Promise<string> =>
    String((await as(login, 'POST', path, body)).id)
  const { items } = (await as('admin', 'GET', '/members')) as { items?: { id: string; login: string }[] }
  const leadId = items?.find(({ login }) => login === 'patroller')?.id
  const role = [{ role: 'patroller', placeId: null }]
  const member = await make('admin', '/members', {
    login: 'xss',
    name: nasty(0),
    password: PASSWORD,
    affiliation: 'resident',
    roles: role,
  })
  const place = await make('admin', '/places', { parentId: placeId, kind: 'spot', name: nasty(1) })
  const unit = await make('admin', '/units', { name: nasty(2), kind: 'cleaning', placeIds: [place] })
  const squad = await make('admin', '/squads', { name: nasty(3), leadId, memberIds: [leadId, member] })
  const hook = await make('admin', '/webhooks', { url: 'https://city.invalid/x', description: nasty(4) })
  const checkpoint = await make('coordinator', '/checkpoints', { placeId: place, name: nasty(5) })
  const stops = [{ checkpointId: checkpoint, questions: [{ zh: nasty(0), en: nasty(1) }] }]
  const route = await make('coordinator', '/routes', { placeId, name: nasty(2), stops })
  const plan = await make('coordinator', '/patrol-plans', {
    name: nasty(3),
    theme: 'general',
    placeId,
    routeId: route,
    rule: 'FREQ=DAILY',
    startTimes: ['19:30'],
    window: 'PT1H',
  })
  const finding = await report(nasty(0))
  const happen = (login: Login, event: object) => as(login, 'POST', `/findings/${finding}/events`, event)
  for (let n = 0; n < NASTY.length; n += 1) await happen('coordinator', { type: 'comment', text: nasty(n) })
  await happen('manager', { type: 'receive' })
  await happen('manager', {
    type: 'apply_suspension',
    reason: 'engineering',
    note: nasty(4),
    interimMeasure: nasty(5),
    resumeBy: new Date(Date.now() + 20 * 86_400_000).toISOString(),
  })
  const SEEN: readonly (readonly [Login, readonly string[]])[] = [
    [
      'patroller',
      ['/', '/findings', `/findings/${finding}`, '/patrols', `/findings?q=${encodeURIComponent(nasty(0))}`],
    ],
    [
      'coordinator',
      [
        '/board',
        '/inbox',
        '/settings/plans',
        `/settings/plans/${plan}`,
        `/settings/routes/${route}`,
        `/settings/checkpoints/${checkpoint}`,
      ],
    ],
    ['supervisor', ['/audit', '/figures', '/flags', `/findings/${finding}`]],
    [
      'admin',
      [
        '/settings/places',
        `/settings/units/${unit}`,
        '/settings/members',
        `/settings/members/${member}`,
        '/settings/squads',
        `/settings/squads/${squad}`,
        '/settings/webhooks',
        `/settings/webhooks/${hook}`,
      ],
    ],
  ]
  const wrong: string[] = []
  let read = 0
  for (const [who, paths] of SEEN) {
    const context = await visit(browser(), address, { width: 1_440 })
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', event =>
        Object.assign(window, { violated: `${event.violatedDirective} ${event.sample}` }),
      )
    })
    const page = await signIn(context, who, PASSWORD)
    page.on('dialog', async dialog => {
      wrong.push(`${who}: a dialog says ${dialog.message()}`)
      await dialog.dismiss()
    })
    for (const path of paths) {
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      const found = await page.evaluate(() => ({
        hit: 'hit' in window,
        violated: 'violated' in window ? String(window.violated) : '',
        elements: document.querySelectorAll(
          '[onerror], [onload], iframe, a[href^="javascript:"], img[src="x"]',
        ).length,
        text: document.body.textContent,
        fields: [...document.querySelectorAll<HTMLInputElement>('input, textarea')]
          .map(({ value }) => value)
          .join(' '),
      }))
      if (found.hit || found.violated || found.elements > 0)
        wrong.push(`${who} ${path}: ${JSON.stringify({ ...found, text: '', fields: '' })}`)
      read += NASTY.filter(words => found.text.includes(words) || found.fields.includes(words)).length
    }
    await context.close()
  }
  expect(wrong).toEqual([])
  process.stdout.write(`bar 12: nasty text shown ${read} times as it was written, never run\n`)
  // They were really there to be seen.
  expect(read).toBeGreaterThan(15)
})
