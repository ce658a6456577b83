import type { Reader } from '../app/deps.ts'
import { normaliseLogin } from '../app/people/login-name.ts'

/** The member with a login, in words for the operator when there is none. */
export async function findLogin(read: Reader, login: string) {
  const member = await read.people.findByLogin(normaliseLogin(login))
  if (member === null)
    throw new Error(`没有登录名为 ${login} 的成员。There is no member with the login ${login}.`)
  return member
}
