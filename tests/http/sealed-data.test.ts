import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { reseal } from '../../src/app/sealing/reseal.ts'
import { createSeal, KeyMissing } from '../../src/app/sealing/seal.ts'
import { onDatabase } from '../services/houses.ts'
import type { TestDeps } from '../support/house.ts'
import type { Person } from '../support/people.ts'
import { openScene, type Scene } from '../support/scene.ts'
import { serve } from '../support/serve.ts'

/* Whoever takes the database and the photos, and has not the key, reads no name, no phone number, no address, and not where anybody walked. */

const NAME = '金丝雀'
const PHONE = '13912345678'
const EMAIL = 'jinsique@example.org'
const LATITUDE = '31.260777'
/** Where the walk began. */
const CHECK_IN = '31.261234'
const CAMERA = 'HUAWEI'
/** The cast and one more have names; then a phone number, an address, a check-in, a point, and an answer that was kept. */
const ALL = 10 + 5

async function settle(): Promise<Scene & { memberId: string }> {
  const scene = await openScene()
  const { people, call, community } = scene
  const body = {
    login: 'jinsique',
    name: NAME,
    phone: '１３９ 1234 5678',
    affiliation: 'resident',
    password: 'Jinsique-2025-xiang',
    roles: [],
  }
  const made = await call(people.admin, 'POST', '/members', body, { 'idempotency-key': 'k1' })
  expect([made.statusCode, made.json().phone]).toEqual([201, '139****5678'])
  const wish = { language: 'zh', email: EMAIL, mail: 'off', quietHours: null, digestAt: null }
  expect((await call(people.patroller, 'PUT', '/subscriptions', wish)).statusCode).toBe(200)
  await call(people.patroller, 'PUT', '/track-consent', { wording: 1 })
  const walk = { theme: 'corridor', placeId: community.places.estate.id }
  const { id } = (await call(people.patroller, 'POST', '/patrols', walk)).json()
  const begun = { type: 'start', lat: Number(CHECK_IN), lng: 120.51 }
  expect((await call(people.patroller, 'POST', `/patrols/${id}/events`, begun)).statusCode).toBe(200)
  const at = new Date(scene.deps.clock.now()).toISOString()
  const points = [{ at, lat: Number(LATITUDE), lng: 120.51, accuracyM: 8 }]
  const track = await call(people.patroller, 'POST', `/patrols/${id}/track`, { points })
  expect(track.json()).toEqual({ kept: 1, dropped: 0 })
  const seen = (await call(people.patroller, 'GET', `/patrols/${id}/track`)).json()
  expect(seen.points).toMatchObject([{ lat: Number(LATITUDE), lng: 120.51, accuracyM: 8 }])
  await scene.upload(people.patroller)
  return { ...scene, memberId: made.json().id }
}

/** Every row of every table, as whoever holds the database without the program reads them. */
async function everyRow({ house, directory }: TestDeps): Promise<string> {
  const tables = `select table_name as name from information_schema.tables where table_schema = 'public'`
  if (house.url) {
    const { url } = house
    const { rows } = await onDatabase<{ name: string }>(url, tables)
    const all = await Promise.all(
      rows.map(({ name }) => onDatabase(url, `select row_to_json(t)::text as row from "${name}" t`)),
    )
    return JSON.stringify(all)
  }
  const db = new BetterSqlite3(join(directory, 'xuncha.sqlite'), { readonly: true })
  const names = db.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[]
  const rows = names.map(name => db.prepare(`select * from "${name}"`).all())
  db.close()
  return JSON.stringify(rows)
}

it('neither the tables nor the originals of photos show what is personal', async () => {
  const { deps, community } = await settle()
  const rows = await everyRow(deps)
  // What is looked for would be found: sign-in names stay readable.
  expect(rows).toContain('jinsique')
  for (const secret of [NAME, PHONE, '139****5678', EMAIL, LATITUDE, CHECK_IN])
    expect(rows).not.toContain(secret)
  const originals = join(deps.directory, 'photos', 'originals')
  const files = (await readdir(originals, { recursive: true, withFileTypes: true })).filter(f => f.isFile())
  expect(files.length).toBe(1)
  for (const { parentPath, name } of files) {
    const bytes = await readFile(join(parentPath, name))
    expect(bytes.includes(CAMERA)).toBe(false)
    expect((await deps.photoFiles.get(community.id, name, 'original'))?.includes(CAMERA)).toBe(true)
  }
})

describe('a change of the key', () => {
  const old = createSeal(() => [Buffer.alloc(32, 7)])
  const next = createSeal(() => [Buffer.alloc(32, 8), Buffer.alloc(32, 7)])
  const stranger = createSeal(() => [Buffer.alloc(32, 9)])

  it('closes everything anew, once; the old key then opens nothing', async () => {
    const { deps } = await settle()
    const { turns } = { ...deps.db.tally }
    expect(await reseal({ ...deps, seal: next })).toEqual({ sealed: ALL, lost: 0 })
    // One for each kind: all of them lie in one community.
    expect(deps.db.tally.turns - turns).toBe(6)
    expect(await reseal({ ...deps, seal: next })).toEqual({ sealed: 0, lost: 0 })
    await expect(reseal({ ...deps, seal: old })).rejects.toThrow(KeyMissing)
  })

  it('closes what an earlier release left open', async () => {
    const { deps, memberId, call, people } = await settle()
    await deps.house.falsify('update members set name = ?, phone = ? where id = ?', NAME, PHONE, memberId)
    const answer = JSON.stringify({ id: memberId, name: NAME, phone: PHONE })
    await deps.house.falsify('update idempotency set body = ? where about_id = ?', answer, memberId)
    await deps.house.falsify('update patrol_spots set spot = ?', `${CHECK_IN} 120.51`)
    expect(await reseal(deps)).toEqual({ sealed: 4, lost: 0 })
    const rows = await everyRow(deps)
    for (const secret of [NAME, PHONE, CHECK_IN]) expect(rows).not.toContain(secret)
    const data = await call(people.patroller, 'GET', `/members/${people.patroller.id}/data`)
    expect(data.json().checkIns).toMatchObject([{ lat: Number(CHECK_IN), lng: 120.51 }])
  })

  it('is missed though it closed nothing but a track', async () => {
    const { deps } = await settle()
    await deps.house.falsify("update members set name = '无名'")
    await deps.house.falsify('delete from idempotency')
    await deps.house.falsify('delete from patrol_spots')
    await deps.house.falsify('update members set phone = null')
    await deps.house.falsify('update subscriptions set email = null')
    await expect(reseal({ ...deps, seal: stranger })).rejects.toThrow(KeyMissing)
  })

  it('that was lost takes away what it closed only when told to; a login then stands for a name', async () => {
    const { deps, memberId, people } = await settle()
    const without = { ...deps, seal: stranger }
    await expect(reseal(without)).rejects.toThrow(/缺少加密密钥.*is missing/)
    expect(await reseal(without, { forgetLost: true })).toEqual({ sealed: 0, lost: ALL })
    const app = await serve(without)
    const ask = async ({ headers }: Person, path: string) =>
      (await app.inject({ method: 'GET', url: `/api/v1${path}`, headers })).json()
    expect(await ask(people.admin, `/members/${memberId}`)).toMatchObject({ name: 'jinsique', phone: null })
    expect(await ask(people.patroller, '/subscriptions')).toMatchObject({ email: null, mail: 'off' })
    const data = await ask(people.patroller, `/members/${people.patroller.id}/data`)
    expect([data.checkIns, data.tracks]).toEqual([[], []])
  })
})
