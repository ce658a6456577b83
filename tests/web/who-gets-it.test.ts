import { describe, expect, it } from 'vitest'
import type { UnitRow } from '../../db/stores/setup.ts'
import { routeOf } from '../../src/app/findings/route-finding.ts'
import type { Category, Place, Unit } from '../../src/web/api/client.ts'
import { whoGetsIt } from '../../src/web/settings/units/who-gets-it.ts'

/* The settings answer “who would get this?” without asking the server; here both are asked, over every pair of units. */

const PATHS = ['/cb/', '/cb/01/', '/cb/01/03/', '/cb/02/']
const places = PATHS.map(path => ({ id: path, path, active: true }) as Place)
const category = { code: '0101', domainCode: '01', defaultRole: 'property' } as Category
const SCOPES = PATHS.flatMap(path =>
  [null, ['0101'], ['01'], ['02']].flatMap(codes =>
    (['property', 'cleaning'] as const).map(kind => ({ path, codes, kind })),
  ),
)
type Scope = (typeof SCOPES)[number]

const unitOf = ({ path, codes, kind }: Scope, id: string): Unit => ({
  id,
  communityId: 'c',
  name: `物业${id}`,
  kind,
  external: false,
  placeIds: [path],
  categoryCodes: codes,
  active: true,
  version: 1,
})
const rowOf = (unit: Unit): UnitRow => ({
  ...unit,
  placeIds: JSON.stringify(unit.placeIds),
  categoryCodes: unit.categoryCodes === null ? null : JSON.stringify(unit.categoryCodes),
})

describe('who would get a finding', () => {
  it.each(PATHS)('is the same for the settings and for the server at %s', path => {
    const paths = new Map(PATHS.map(each => [each, each]))
    let routed = 0
    for (const a of SCOPES)
      for (const b of SCOPES) {
        const units = [unitOf(a, '甲'), unitOf(b, '乙')]
        const { first } = whoGetsIt({ placeId: path, categoryCode: '0101' }, { units, places, category })
        const route = routeOf(units.map(rowOf), paths, path, category)
        expect([a, b, first.length === 1 ? first[0]?.unit.id : null]).toEqual([a, b, route?.unitId ?? null])
        if (route) routed += 1
      }
    expect(routed).toBeGreaterThan(0)
  })
})
