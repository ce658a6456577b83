import type { Deps } from '../deps.ts'
import { createRootAdministrator } from './create-root-administrator.ts'
import { isLogin, normaliseLogin } from './login-name.ts'
import { weaknessOf } from './password-policy.ts'
import { keepSetupSecret } from './setup-secret.ts'

/** What the first administrator is called until they change it. */
const ROOT_NAME = '系统管理员'

/**
 * Makes sure that somebody can sign in. On an installation without members it creates the root administrator from
 * `login:password`, or, when none was given, hands out the secret of a set-up link that works once and until the
 * program ends. Otherwise it does nothing. Rejects with words for the operator when `bootstrap` is not of that form; a
 * weak password is the operator's own choice and comes back as a `warning`.
 */
export async function ensureRootAdministrator(
  deps: Deps,
  { bootstrap }: { readonly bootstrap: string | null },
): Promise<{ setupSecret: string | null; warning: string | null }> {
  if ((await deps.db.read.people.countAll()) > 0) return { setupSecret: null, warning: null }
  if (bootstrap === null) {
    const setupSecret = deps.chance.secret()
    keepSetupSecret(deps.db, setupSecret)
    return { setupSecret, warning: null }
  }
  const { login, password } = parse(bootstrap)
  const passwordHash = await deps.passwords.hash(password)
  await deps.db.transaction(tx => createRootAdministrator(deps, tx, { login, name: ROOT_NAME, passwordHash }))
  const weakness = weaknessOf(password, { login, name: ROOT_NAME })
  return {
    setupSecret: null,
    warning:
      weakness &&
      `初始管理员的密码太弱,请登录后修改。The first administrator's password is too weak (${weakness}): change it after signing in.`,
  }
}

/* The password may contain colons, a login cannot. */
function parse(bootstrap: string): { login: string; password: string } {
  const [, first = '', password = ''] = /^([^:]*):(.*)$/s.exec(bootstrap) ?? []
  const login = normaliseLogin(first)
  if (!isLogin(login) || password === '')
    throw new Error(
      '初始管理员须写成“登录名:密码”。The first administrator has to be given as login:password.',
    )
  return { login, password }
}
