import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { PAGES } from '../../src/http/routes/web-app.ts'
import { buildServer } from '../../src/http/server.ts'
import { afterThis, openHouse } from '../support/house.ts'

async function openWith(webApp: URL | undefined) {
  const app = await buildServer(await openHouse(), { publicOrigin: null, logger: false, webApp })
  afterThis(async () => {
    await app.close()
  })
  return (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
}

function buildWebApp(): URL {
  const folder = mkdtempSync(join(tmpdir(), 'xuncha-web-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>巡查</title>')
  writeFileSync(join(folder, 'service-worker.js'), '// keeps the app')
  writeFileSync(join(folder, 'assets/main-B4x.js'), 'start()')
  writeFileSync(join(folder, 'assets/main-B4x.js.gz'), 'compressed')
  return pathToFileURL(`${folder}/`)
}

describe('the web app', () => {
  it('is one page at every address it knows, asked for anew each time', async () => {
    const get = await openWith(buildWebApp())
    for (const url of ['/', '/report', '/findings/0199', '/p/0199']) {
      const answer = await get(url)
      expect([url, answer.statusCode, answer.headers['cache-control']]).toEqual([url, 200, 'no-cache'])
      expect(answer.body).toContain('巡查')
    }
    expect((await get('/service-worker.js')).headers['cache-control']).toBe('no-cache')
  })

  it('lets a browser keep a file with a hash in its name for a year, and sends it compressed', async () => {
    const get = await openWith(buildWebApp())
    const answer = await get('/assets/main-B4x.js', { 'accept-encoding': 'gzip' })
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers['content-encoding']).toBe('gzip')
  })

  it('does not answer for what is not there, nor for the interface', async () => {
    const get = await openWith(buildWebApp())
    for (const url of ['/nothing', '/assets/gone.js', '/api/v1/nothing'])
      expect((await get(url)).statusCode).toBe(404)
  })

  it('runs no script and takes no style but its own', async () => {
    const get = await openWith(buildWebApp())
    const policy = String((await get('/')).headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toContain('unsafe')
  })

  it('gives way to the description of the interface where it was not built', async () => {
    const get = await openWith(undefined)
    expect((await get('/')).headers.location).toBe('/docs')
  })

  it('knows the same addresses as the app itself', () => {
    const router = ['pages.ts', 'settings/addresses.ts']
      .map(file => readFileSync(new URL(`../../src/web/${file}`, import.meta.url), 'utf8'))
      .join('')
    const paths = [...router.matchAll(/(?:path: |\[)'\/([a-z-]+)/g)].map(([, first]) => first)
    expect([...new Set(paths)].sort()).toEqual([...PAGES].sort())
  })
})
