import { describe, expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { serve } from '../support/serve.ts'

/* What every answer tells the browser, whatever was asked and by whom. */

const ASKED = [
  ['GET', '/'],
  ['GET', '/setup'],
  ['GET', '/api/v1/findings'],
  ['GET', '/api/v1/nothing'],
  ['GET', '/health/live'],
  ['GET', '/.git/config'],
  ['GET', '/.env'],
  ['POST', '/api/v1/session'],
] as const

describe('an answer behind TLS', () => {
  it.each(ASKED)(
    'to %s %s runs only what is ours, in no frame, and over TLS for a year',
    async (method, url) => {
      const server = await serve(await openHouse(), 'https://xuncha.example')
      const { headers } = await server.inject({ method, url, headers: { origin: 'https://evil.example' } })
      const policy = String(headers['content-security-policy'])
      for (const rule of [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ])
        expect(policy).toContain(rule)
      expect(policy).not.toMatch(/unsafe-(inline|eval)/)
      const age = /max-age=(\d+)/.exec(String(headers['strict-transport-security']))?.[1]
      expect(Number(age)).toBeGreaterThanOrEqual(31_536_000)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(headers['x-powered-by']).toBeUndefined()
      expect(headers.server).toBeUndefined()
      const type = headers['content-type']
      if (type !== undefined)
        expect(type).toMatch(/^(application\/(problem\+)?json|text\/html); charset=utf-8$/i)
    },
  )

  it.each([
    '/.git/config',
    '/.git/HEAD',
    '/.env',
    '/package.json',
    '/../package.json',
    '/%2e%2e/package.json',
  ])('does not hold %s', async url => {
    const server = await serve(await openHouse(), 'https://xuncha.example')
    expect((await server.inject({ method: 'GET', url })).statusCode).toBeGreaterThanOrEqual(400)
  })

  it('is not given to TRACE', async () => {
    const server = await serve(await openHouse(), 'https://xuncha.example')
    const { statusCode, body } = await server.inject({
      method: 'TRACE' as 'GET',
      url: '/',
      headers: { cookie: 'canary=1' },
    })
    expect(statusCode).toBeGreaterThanOrEqual(400)
    expect(body).not.toContain('canary')
  })
})
