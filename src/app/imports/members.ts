import type { PlaceRow, UnitRow } from '../../../db/stores/setup.ts'
import { AFFILIATIONS, type Affiliation, ROLES, type Role } from '../../../machines/people.ts'
import { createMember } from '../people/create-member.ts'
import { isLogin, normaliseLogin } from '../people/login-name.ts'
import { type NewPassword, prepareNewPassword } from '../people/new-password.ts'
import type { ImportKind } from './import-list.ts'
import { nameKey } from './read-cells.ts'
import { allPlaces, byName, placeNames } from './read-ledger.ts'

interface Around {
  readonly communityId: string
  readonly units: ReadonlyMap<string, UnitRow>
  readonly places: ReadonlyMap<string, PlaceRow>
}
interface ToldMember {
  readonly login: string
  readonly name: string
  readonly phone: string | null
  readonly affiliation: Affiliation
  readonly unitId: string | null
  readonly roles: readonly { readonly role: Role; readonly placeId: string | null }[]
  readonly password: string
  readonly hashed?: NewPassword
}

const ROLE_NAMES: Readonly<Record<Role, readonly string[]>> = {
  resident: ['居民'],
  patroller: ['巡查员', '巡查队员', '志愿者'],
  handler: ['处置人', '处置人员'],
  unit_manager: ['单位负责人', '物业经理'],
  coordinator: ['协调员', '社区协调员'],
  supervisor: ['督查员', '督查'],
  admin: ['管理员'],
  auditor: ['审计员'],
}
const AFFILIATION_NAMES: Readonly<Record<Affiliation, readonly string[]>> = {
  resident: ['居民'],
  property: ['物业'],
  police: ['民警', '警察'],
  grid: ['网格员', '网格'],
  community: ['社区', '居委会'],
  other: ['其他', '其它'],
}
const KNOWN_ROLES = byName(ROLES, role => [role, ...ROLE_NAMES[role]])
const KNOWN_AFFILIATIONS = byName(AFFILIATIONS, name => [name, ...AFFILIATION_NAMES[name]])

/** Members, each with a first password; a member with the same login in this community is the same. */
export const MEMBERS: ImportKind<Around, ToldMember> = {
  name: 'members',
  fields: {
    login: { required: true, headings: ['登录名', '账号', '用户名', 'login'] },
    name: { required: true, headings: ['姓名', '名字', 'name'] },
    phone: { required: false, headings: ['电话', '手机', '手机号', 'phone'] },
    affiliation: { required: true, headings: ['身份', '所属', '类别', 'affiliation'] },
    roles: { required: false, headings: ['角色', '职责', 'roles', 'role'] },
    unit: { required: false, headings: ['单位', '责任单位', 'unit'] },
    place: { required: false, headings: ['范围', '负责点位', 'place'] },
    password: { required: true, headings: ['初始密码', '密码', 'password'] },
  },
  readAround: async ({ db }, communityId) => {
    const places = await allPlaces(db.read, communityId)
    return {
      communityId,
      places: byName(places, placeNames(places)),
      units: byName(await db.read.setup.unitsOf(communityId), ({ name }) => [name]),
    }
  },
  understand: (cells, { units, places }) => {
    const { words, wrong } = cells
    const login = normaliseLogin(words('login'))
    if (!isLogin(login))
      wrong(
        'login',
        '登录名须为 1 到 64 个字母、数字或 . _ @ + -',
        'needs a login of 1 to 64 letters, digits or . _ @ + -',
      )
    const name = words('name')
    if (name === '' || name.length > 100) wrong('name', '缺少姓名', 'has no name')
    const affiliation = cells.named('affiliation', KNOWN_AFFILIATIONS)
    if (affiliation === null)
      wrong(
        'affiliation',
        `身份须为:${[...KNOWN_AFFILIATIONS.keys()].join('、')}`,
        `is none of ${AFFILIATIONS.join(', ')}`,
      )
    const asked = words('roles')
      .split(/[,,、;;/\s]+/)
      .filter(Boolean)
    const roles = asked.flatMap(role => KNOWN_ROLES.get(nameKey(role)) ?? [])
    if (roles.length < asked.length)
      wrong(
        'roles',
        `角色须为:${[...KNOWN_ROLES.keys()].join('、')}`,
        `names a role that is none of ${ROLES.join(', ')}`,
      )
    const unit = cells.named('unit', units)
    if (words('unit') !== '' && unit === null)
      wrong('unit', '没有这个责任单位;请先建单位', 'is no unit; make it first')
    if (unit === null && roles.some(role => role === 'handler' || role === 'unit_manager'))
      wrong('unit', '处置人员和单位负责人须有单位', 'who works for a unit needs one')
    const place = cells.named('place', places)
    if (words('place') !== '' && place === null)
      wrong('place', '没有这个点位;请先建点位', 'is no place; make it first')
    if (words('password') === '') wrong('password', '缺少初始密码', 'has no first password')
    if (cells.problems.length > 0 || affiliation === null) return null
    return {
      login,
      name,
      phone: words('phone') || null,
      affiliation,
      unitId: unit?.id ?? null,
      roles: roles.map(role => ({ role, placeId: place?.id ?? null })),
      password: words('password'),
    }
  },
  keyOf: ({ login }) => login,
  areKnown: async ({ db }, { communityId }, items) => {
    const known: boolean[] = []
    for (const { login } of items)
      known.push((await db.read.people.findByLogin(login))?.communityId === communityId)
    return known
  },
  prepare: async ({ passwords }, caller, item) => ({
    ...item,
    hashed: await prepareNewPassword(passwords, caller, item.password),
  }),
  write: async (deps, tx, caller, { communityId }, items) => {
    for (const { password, hashed, ...member } of items)
      await createMember(
        deps,
        tx,
        caller,
        { communityId, ...member },
        hashed ?? { words: password, hash: null },
      )
  },
}
