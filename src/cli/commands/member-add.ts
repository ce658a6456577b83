import { AFFILIATIONS, ROLES } from '../../../machines/people.ts'
import type { Deps, Reader } from '../../app/deps.ts'
import { CONSOLE } from '../../app/people/console.ts'
import { createMember, type MemberInput } from '../../app/people/create-member.ts'
import { createRootAdministrator } from '../../app/people/create-root-administrator.ts'
import { newLogin } from '../../app/people/login-name.ts'
import { prepareNewPassword } from '../../app/people/new-password.ts'
import { requireStrongPassword } from '../../app/people/password-policy.ts'
import { readConfig } from '../../config.ts'
import { command, WrongUsage } from '../command.ts'
import { composeWriting, curl } from '../compose-writing.ts'
import { takePassword, tellPassword } from '../take-password.ts'

export const memberAdd = command(
  {
    name: 'member add',
    zh: '新增成员;在空的系统中用 --root 创建总管理员',
    en: 'add a member; on an empty installation --root makes the root administrator',
    options: {
      login: { type: 'string', value: 'LOGIN', required: true, zh: '登录名', en: 'login' },
      name: { type: 'string', value: 'NAME', required: true, zh: '姓名', en: 'name' },
      root: { type: 'boolean', zh: '总管理员', en: 'the root administrator' },
      community: { type: 'string', value: 'CODE', zh: '社区代码', en: 'code of the community' },
      role: {
        type: 'string',
        multiple: true,
        value: 'ROLE[@PLACE]',
        zh: `角色,可多次给出;@ 后为地点 id,省略则为整个社区:${ROLES.join(', ')}`,
        en: 'role, may be given again; after @ the id of a place, without it the whole community',
      },
      affiliation: {
        type: 'string',
        value: 'WHOSE',
        zh: `隶属(默认 community):${AFFILIATIONS.join(', ')}`,
        en: 'who they belong to (default community)',
      },
      unit: { type: 'string', value: 'ID', zh: '责任单位 id', en: 'id of their unit' },
      'password-stdin': {
        type: 'boolean',
        zh: '从标准输入读取密码',
        en: 'read the password from the standard input',
      },
    },
    more: [
      '不带 --password-stdin 时生成密码并只显示一次。',
      'Without --password-stdin a password is made and shown once.',
    ],
  },
  async (values, terminal) => {
    const { login, name, root = false, community } = values
    if (root === (community !== undefined))
      throw new WrongUsage('须给出 --community 或 --root 之一。Give either --community or --root.')
    const roles = (values.role ?? []).map(roleOf)
    const affiliation = oneOf(AFFILIATIONS, values.affiliation ?? 'community', '--affiliation')
    const config = readConfig()
    const json = { communityId: '…', login, name, password: '…', affiliation, roles }
    const house = await composeWriting(config, curl(config, 'POST', '/members', json))
    try {
      const password = await takePassword(house, values['password-stdin'] === true, terminal)
      if (community === undefined) await addRoot(house, { login, name, password: password.words })
      else {
        const communityId = await communityIdOf(house.db.read, community)
        const input: MemberInput = {
          communityId,
          login,
          name,
          affiliation,
          unitId: values.unit ?? null,
          roles,
        }
        const prepared = await prepareNewPassword(house.passwords, CONSOLE, password.words)
        await house.db.transaction(tx => createMember(house, tx, CONSOLE, input, prepared))
      }
      terminal.say(`已新增 · added: ${newLogin(login, '/login')}`)
      tellPassword(password, terminal)
      return 0
    } finally {
      await house.close()
    }
  },
)

async function addRoot(
  deps: Deps,
  { login, name, password }: { readonly login: string; readonly name: string; readonly password: string },
): Promise<void> {
  const own = { login: newLogin(login, '/login'), name: name.normalize('NFC').trim() }
  requireStrongPassword(password, own, '/password')
  const passwordHash = await deps.passwords.hash(password)
  const made = await deps.db.transaction(tx => createRootAdministrator(deps, tx, { ...own, passwordHash }))
  if (made === null)
    throw new Error(
      '系统中已有成员;忘记密码请用 xuncha member password。There are members already; for a forgotten password use xuncha member password.',
    )
}

async function communityIdOf(read: Reader, code: string): Promise<string> {
  const found = await read.setup.findCommunityByCode(code)
  if (found === null)
    throw new Error(`没有代码为 ${code} 的社区。There is no community with the code ${code}.`)
  return found.id
}

function roleOf(text: string): MemberInput['roles'][number] {
  const [role = '', placeId = null] = text.split('@')
  return { role: oneOf(ROLES, role, '--role'), placeId }
}

function oneOf<T extends string>(list: readonly T[], text: string, option: string): T {
  const found = list.find(each => each === text)
  if (found === undefined) throw new WrongUsage(`${option}: ${text} → ${list.join(', ')}`)
  return found
}
