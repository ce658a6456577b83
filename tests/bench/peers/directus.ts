import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../services/free-port.ts'
import { type Peer, serve } from './peer.ts'

/* Directus by its REST interface, from the registry of npm: installed outside the project, run here and nowhere shipped. */

const VERSION = '11.3.5'
const HOME = join(tmpdir(), `xuncha-bench-directus-${VERSION}`)
const CLI = join(HOME, 'node_modules/directus/cli.js')
const TOKEN = 'token-of-the-bench'

export const directus: Peer = {
  name: `Directus ${VERSION}`,
  install() {
    if (existsSync(CLI)) return
    mkdirSync(HOME, { recursive: true })
    writeFileSync(join(HOME, 'package.json'), '{"private":true}')
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']
    execFileSync('npm', ['install', ...options, `directus@${VERSION}`], { cwd: HOME, stdio: 'inherit' })
  },
  async start(databaseUrl, directory) {
    const port = await freePort()
    const address = `http://127.0.0.1:${port}`
    const env = {
      PATH: String(process.env.PATH),
      DB_CLIENT: 'pg',
      DB_CONNECTION_STRING: databaseUrl,
      SECRET: 'secret of the bench, and of nothing else',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: address,
      ADMIN_EMAIL: 'root@example.com',
      ADMIN_PASSWORD: 'Xun-cha-root-2025',
      ADMIN_TOKEN: TOKEN,
      TELEMETRY: 'false',
      // As it comes it turns people away when its event loop is late; here all are to be served.
      PRESSURE_LIMITER_ENABLED: 'false',
      LOG_LEVEL: 'error',
      STORAGE_LOCAL_ROOT: directory,
      EXTENSIONS_PATH: directory,
    }
    execFileSync(process.execPath, [CLI, 'bootstrap'], { cwd: HOME, env, stdio: 'ignore' })
    const stop = await serve([process.execPath, CLI, 'start'], {
      address: `${address}/server/ping`,
      cwd: HOME,
      env,
    })
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const text = (field: string) => ({ field, type: 'string', schema: {} })
    const made = await fetch(`${address}/collections`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        collection: 'finding',
        // As a new collection of its app has it: who changed what is kept.
        meta: { accountability: 'all' },
        schema: {},
        fields: [
          { field: 'id', type: 'uuid', meta: { special: ['uuid'] }, schema: { is_primary_key: true } },
          ...['category', 'place', 'description', 'state'].map(text),
        ],
      }),
    })
    if (!made.ok) throw new Error(`Directus: ${await made.text()}`)
    const found = { category: '0101', place: '3-1', description: '楼道堆放纸箱,影响通行', state: 'reported' }
    return {
      address,
      headers,
      create: { path: '/items/finding', body: JSON.stringify(found) },
      idIn: /"id":"([^"]+)"/,
      move: { method: 'PATCH', pathOf: id => `/items/finding/${id}`, body: '{"state":"registered"}' },
      stop,
    }
  },
}
