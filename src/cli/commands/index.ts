import type { Command } from '../command.ts'
import { backup } from './backup.ts'
import { doctor } from './doctor.ts'
import { integrity } from './integrity.ts'
import { memberAdd } from './member-add.ts'
import { memberPassword } from './member-password.ts'
import { migrate } from './migrate.ts'
import { recount } from './recount.ts'
import { reseal } from './reseal.ts'
import { restore } from './restore.ts'
import { retention } from './retention.ts'
import { tokenCreate } from './token-create.ts'

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  doctor,
  backup,
  restore,
  integrity,
  recount,
  migrate,
  retention,
  reseal,
  memberAdd,
  memberPassword,
  tokenCreate,
]
