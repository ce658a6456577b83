import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { createRootAdministrator } from './create-root-administrator.ts'
import { newLogin } from './login-name.ts'
import { normaliseName } from './member-name.ts'
import { requireStrongPassword } from './password-policy.ts'
import { forgetSetupSecret, isSetupSecret, keepSetupSecret } from './setup-secret.ts'

export interface Setup {
  /** The secret of the set-up link. */
  readonly token: string
  readonly login: string
  readonly name: string
  readonly password: string
}

/**
 * Creates the root administrator for whoever holds the set-up link. The link works once: `setup.closed` afterwards,
 * and for every other secret. A refused login or password does not use it up.
 */
export async function completeSetup(
  deps: Deps,
  setup: Setup,
): Promise<{ id: string; login: string; name: string }> {
  const { db, passwords } = deps
  if (!isSetupSecret(db, setup.token)) throw new AppError('setup.closed')
  const login = newLogin(setup.login, '/login')
  const name = normaliseName(setup.name)
  requireStrongPassword(setup.password, { login, name }, '/password')
  // Taken before the first wait, so that two requests at the same moment cannot both have it.
  forgetSetupSecret(db)
  try {
    const passwordHash = await passwords.hash(setup.password)
    const root = await db.transaction(tx => createRootAdministrator(deps, tx, { login, name, passwordHash }))
    if (root === null) throw new AppError('setup.closed')
    return { ...root, login, name }
  } catch (error) {
    if (!(error instanceof AppError)) keepSetupSecret(db, setup.token)
    throw error
  }
}
