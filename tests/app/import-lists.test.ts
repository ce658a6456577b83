import { expect, it } from 'vitest'
import { createCommunity } from '../../src/app/community/create-community.ts'
import type { ImportNews } from '../../src/app/imports/import-list.ts'
import { type ImportName, importNamed } from '../../src/app/imports/kinds.ts'
import { openName } from '../../src/app/people/member-name.ts'
import { openPhone } from '../../src/app/people/phone-number.ts'
import { ROOT } from '../support/community.ts'
import { openHouse } from '../support/house.ts'
import { workbook } from '../support/workbook.ts'

const PLACES = `路径,类型
巨塔花园,小区
巨塔花园/３幢,
巨塔花园/3幢/2单元,
巨塔花园／3幢／2单元／5层,
巨塔花园/9幢/1单元,
巨塔花园/东门岗亭,宫殿
`
const UNITS = workbook([
  ['单位名称', '类型'],
  ['巨塔物业', '小区物业'],
  ['洁家保洁', 'cleaning'],
  ['云上公司', '云'],
])
const MEMBERS = `姓名,登录名,手机号,身份,角色,单位,负责点位,初始密码
王秀兰,Wang.XL,１３８ 0000 5678,居民,巡查员、居民,,巨塔花园/3幢,Xuncha-2025-chu
李经理,li,,物业,单位负责人,巨塔物业,,Wuye-2025-chu!
孙师傅,sun,,物业,处置人,,,Wuye-2025-chu!
弱密码,ruo,,居民,,,,123456
`

async function emptyCommunity() {
  const deps = await openHouse()
  const { view } = await deps.db.transaction(tx =>
    createCommunity(deps, tx, ROOT, { name: '长浜社区', code: 'cb' }),
  )
  const bring = async (name: ImportName, words: string | Buffer, dryRun = false) => {
    const news: ImportNews[] = []
    const request = { communityId: view.id, file: Buffer.from(words), dryRun }
    for await (const each of importNamed(name, deps, ROOT, request)) news.push(each)
    const done = news.at(-1)
    if (done?.type !== 'done') throw new Error('it did not end')
    const { imported, known, refused } = done
    const odd = news.flatMap(each =>
      each.type === 'row' ? [[each.line, ...each.problems.map(p => p.field)]] : [],
    )
    return { imported, known, refused, odd }
  }
  return { deps, communityId: view.id, bring }
}

it('a community is set up from three lists, each row once, the odd ones named', async () => {
  const { deps, communityId, bring } = await emptyCommunity()
  const oddPlaces = [
    [6, 'path'],
    [7, 'kind'],
  ]
  expect(await bring('places', PLACES, true)).toEqual({ imported: 4, known: 0, refused: 2, odd: oddPlaces })
  expect(await bring('places', PLACES)).toEqual({ imported: 4, known: 0, refused: 2, odd: oddPlaces })
  expect(await bring('places', PLACES)).toEqual({ imported: 0, known: 4, refused: 2, odd: oddPlaces })
  expect(await bring('units', UNITS)).toEqual({ imported: 2, known: 0, refused: 1, odd: [[4, 'kind']] })
  expect(await bring('units', UNITS)).toEqual({ imported: 0, known: 2, refused: 1, odd: [[4, 'kind']] })
  const oddMembers = [
    [4, 'unit'],
    [5, 'password'],
  ]
  expect(await bring('members', MEMBERS)).toEqual({ imported: 2, known: 0, refused: 2, odd: oddMembers })
  expect(await bring('members', MEMBERS)).toEqual({ imported: 0, known: 2, refused: 2, odd: oddMembers })

  const { setup, people } = deps.db.read
  const places = await setup.listPlaces(communityId, {}, '', 20)
  expect(places.map(({ namePath, kind }) => [namePath, kind])).toEqual([
    ['长浜社区', 'community'],
    ['长浜社区/巨塔花园', 'estate'],
    ['长浜社区/巨塔花园/３幢', 'building'],
    ['长浜社区/巨塔花园/３幢/2单元', 'entrance'],
    ['长浜社区/巨塔花园/３幢/2单元/5层', 'floor'],
  ])
  const wang = await people.findByLogin('wang.xl')
  expect(wang && openName(deps.seal, wang)).toBe('王秀兰')
  expect(wang).toMatchObject({ affiliation: 'resident' })
  expect(wang && openPhone(deps.seal, wang)).toBe('13800005678')
  const manager = await people.findByLogin('li')
  const unit = (await setup.unitsOf(communityId)).find(({ name }) => name === '巨塔物业')
  expect(manager?.unitId).toBe(unit?.id)
})
