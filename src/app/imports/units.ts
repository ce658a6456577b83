import type { UnitRow } from '../../../db/stores/setup.ts'
import { createUnit } from '../community/create-unit.ts'
import { UNIT_KIND_NAMES, UNIT_KINDS } from '../community/standards.ts'
import type { ImportKind } from './import-list.ts'
import { nameKey } from './read-cells.ts'
import { byName } from './read-ledger.ts'

interface Around {
  readonly communityId: string
  readonly units: ReadonlyMap<string, UnitRow>
}
interface ToldUnit {
  readonly name: string
  readonly kind: string
}

/** Kinds of units by code and by name in either language. */
const KINDS = byName(UNIT_KINDS, code => [code, ...(UNIT_KIND_NAMES.get(code) ?? [])])

/** Responsible units; a unit of the same name is the same. */
export const UNITS: ImportKind<Around, ToldUnit> = {
  name: 'units',
  fields: {
    name: { required: true, headings: ['名称', '单位名称', '责任单位', '单位', 'name', 'unit'] },
    kind: { required: true, headings: ['类型', '单位类型', '性质', 'kind', 'type'] },
  },
  readAround: async ({ db }, communityId) => ({
    communityId,
    units: byName(await db.read.setup.unitsOf(communityId), ({ name }) => [name]),
  }),
  understand: cells => {
    const name = cells.words('name')
    if (name === '' || name.length > 100)
      cells.wrong('name', '须有 1 到 100 个字的名称', 'needs a name of 1 to 100 characters')
    const kind = cells.named('kind', KINDS)
    if (kind === null)
      cells.wrong(
        'kind',
        `没有这个类型;可用:${[...KINDS.keys()].join('、')}`,
        `is no kind; there are ${UNIT_KINDS.join(', ')}`,
      )
    return cells.problems.length > 0 || kind === null ? null : { name, kind }
  },
  keyOf: ({ name }) => nameKey(name),
  areKnown: async (_, { units }, items) => items.map(({ name }) => units.has(nameKey(name))),
  write: async (deps, tx, caller, { communityId }, items) => {
    for (const { name, kind } of items) await createUnit(deps, tx, caller, { communityId, name, kind })
  },
}
