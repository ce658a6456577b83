import { AppError } from '../errors.ts'

/** Whose password it is to be: what is known of a member is what is tried first. */
export interface PasswordOwner {
  readonly login: string
  readonly name: string
}

/* In characters as people count them, not in bytes: eight Chinese characters are eight. */
const LEAST_CHARACTERS = 8
const MOST_CHARACTERS = 256

/* Favourites of eight characters and more; runs such as 12345678 and 88888888 are found by rule. */
const COMMON = new Set(
  `password password1 password123 passw0rd p@ssw0rd p@ssword pass1234 admin123 admin1234 admin888 administrator
  root1234 rootroot superman sunshine princess football baseball welcome1 welcome123 iloveyou iloveyou1 letmein1
  trustno1 whatever computer internet changeme changeme1 qwertyui qwertyuiop qwerty12 qwerty123 asdfghjk asdfghjkl
  zxcvbnm1 zxcvbnm123 1qaz2wsx 1qazxsw2 qazwsxedc q1w2e3r4 q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t zaq12wsx qwer1234 1234qwer
  asdf1234 1234asdf abcd1234 abc12345 abc123456 1234abcd a1234567 a12345678 a123456789 aa123456 aa12345678 aaa123456
  q123456789 z123456789 123456aa 123456ab 12345678a 123456789a 123456abc 123123123 12312312 12341234 11223344
  1122334455 123321123 12344321 1234554321 112233445566 147258369 159357258 789456123 321654987 741852963 31415926
  1234567890 0987654321 01234567890 52013140 5201314520 1314520520 5201314a a5201314 woaini520 woaini521 woaini123 woaini1314 woaini5201314
  woaiwojia woaizhongguo nihao123 nihaoma123 zhangwei wangwei1 zhongguo zhonghua taobao123 caonima123 mima1234
  mima123456 xiaoming ilovechina beijing2008 dearbook 我爱你我爱你 我爱你一生一世 祖国万岁祖国万岁`.split(
    /\s+/,
  ),
)

/** Refuses a password that somebody could guess, with `session.password_weak` at a JSON pointer. */
export function requireStrongPassword(password: string, owner: PasswordOwner, pointer: string): void {
  const detail = weaknessOf(password, owner)
  if (detail === null) return
  throw new AppError('session.password_weak', {
    errors: [{ pointer, code: 'session.password_weak', detail }],
  })
}

/** Says in words what is wrong with a password, or gives `null`. */
export function weaknessOf(password: string, { login, name }: PasswordOwner): string | null {
  const text = password.normalize('NFKC').toLowerCase()
  const characters = [...text]
  if (characters.length < LEAST_CHARACTERS) return `fewer than ${LEAST_CHARACTERS} characters`
  if (characters.length > MOST_CHARACTERS) return `more than ${MOST_CHARACTERS} characters`
  if (COMMON.has(text) || isRun(characters)) return 'one of the most common passwords'
  const own = [login, name].map(word => word.normalize('NFKC').toLowerCase())
  return own.includes(text) ? 'the same as the login or the name' : null
}

/* One character again and again, or each the next one up or down: 88888888, 23456789, hgfedcba. */
function isRun(characters: readonly string[]): boolean {
  const codes = characters.map(character => character.codePointAt(0) ?? 0)
  const step = (codes[1] ?? 0) - (codes[0] ?? 0)
  return Math.abs(step) <= 1 && codes.every((code, n) => n === 0 || code - (codes[n - 1] ?? 0) === step)
}
