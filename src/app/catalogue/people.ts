import { define } from './entry.ts'

/** Errors of signing in, members, tokens and squads. */
export const PEOPLE = define({
  'session.wrong': {
    kind: 'unauthenticated',
    zh: ['账号或密码不正确', '请重新输入;忘记密码请联系管理员重置。'],
    en: ['Wrong login or password', 'Try again; an administrator can reset a forgotten password.'],
  },
  'session.locked': {
    kind: 'limited',
    zh: ['登录失败次数过多', '请在 {seconds} 秒后再试,或请管理员重置密码。'],
    en: [
      'Too many failed sign-ins',
      'Try again in {seconds} seconds, or ask an administrator to reset the password.',
    ],
  },
  'session.password_wrong': {
    kind: 'refused',
    zh: ['当前密码不正确', '请重新输入当前密码。'],
    en: ['The current password is wrong', 'Enter the current password again.'],
  },
  'session.password_same': {
    kind: 'refused',
    zh: ['新密码与当前密码相同', '请换一个密码。'],
    en: ['The new password is the current one', 'Choose another.'],
  },
  'session.password_over': {
    kind: 'unauthenticated',
    zh: ['初始密码已过期', '请联系管理员重置密码,登录后换成自己的密码。'],
    en: [
      'The first password has run out',
      'Ask an administrator for a new one, and choose your own after signing in.',
    ],
  },
  'session.password_weak': {
    kind: 'refused',
    zh: ['密码太弱', '请使用至少 8 个字符且不常见的密码。'],
    en: ['The password is too weak', 'Use at least 8 characters and nothing common.'],
  },
  'setup.closed': {
    kind: 'missing',
    zh: ['初始设置链接无效', '链接只能使用一次;请重启服务以取得新的链接,或直接登录。'],
    en: ['This set-up link is not valid', 'It works once; restart the server for a new one, or sign in.'],
  },
  'squad.not_found': {
    kind: 'missing',
    zh: ['没有这个巡查分队', '请检查编号。'],
    en: ['No such squad', 'Check the id.'],
  },
  'squad.version_conflict': {
    kind: 'conflict',
    zh: ['巡查分队已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this squad', 'Repeat your change on the current record.'],
  },
  'member.not_found': {
    kind: 'missing',
    zh: ['没有这个成员', '请检查编号。'],
    en: ['No such member', 'Check the id.'],
  },
  'member.version_conflict': {
    kind: 'conflict',
    zh: ['成员资料已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this member', 'Repeat your change on the current record.'],
  },
  'member.login_taken': {
    kind: 'conflict',
    zh: ['登录名已被使用', '请换一个登录名。'],
    en: ['This login is taken', 'Choose another login.'],
  },
  'member.unit_missing': {
    kind: 'refused',
    zh: ['处置人和单位负责人必须属于一个责任单位', '请填写 unitId。'],
    en: ['Handlers and unit managers belong to a unit', 'Give a unitId.'],
  },
  'member.is_self': {
    kind: 'refused',
    zh: ['不能停用自己或撤销自己的管理员角色', '请由另一位管理员操作。'],
    en: ['You cannot deactivate yourself or drop your own admin role', 'Let another administrator do it.'],
  },
  'token.not_found': {
    kind: 'missing',
    zh: ['没有这个令牌', '请检查编号。'],
    en: ['No such token', 'Check the id.'],
  },
  'token.too_many': {
    kind: 'refused',
    zh: ['令牌太多', '每位成员最多 {most} 个令牌;请先删除不用的。'],
    en: ['Too many tokens', 'A member has at most {most}; delete those you no longer use.'],
  },
})
