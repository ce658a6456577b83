import { define } from './entry.ts'

/** Errors of any request, whatever it is about. */
export const REQUESTS = define({
  'request.unauthenticated': {
    kind: 'unauthenticated',
    zh: ['尚未登录', '请先登录,或在请求中带上有效的令牌。'],
    en: ['Not signed in', 'Sign in first, or send a valid token.'],
  },
  'request.invalid': {
    kind: 'malformed',
    zh: ['请求内容不符合要求', '请按 errors 中指出的位置修改后再试。'],
    en: ['The request is not well-formed', 'Correct the places named in errors and send it again.'],
  },
  'request.not_json': {
    kind: 'malformed',
    zh: ['请求内容不是有效的 JSON', '请检查 JSON 格式后再试。'],
    en: ['The body is not valid JSON', 'Check the JSON and send it again.'],
  },
  'batch.not_tried': {
    kind: 'unavailable',
    zh: ['未处理', '前面有一项暂时失败;请稍后原样重新提交整批内容。'],
    en: ['Not tried', 'An item before failed for the moment; send the whole batch again as it is.'],
  },
  'request.key_reused': {
    kind: 'refused',
    zh: ['幂等键已用于另一份内容', '同一个 Idempotency-Key 只能对应同一份内容;请换一个新的键。'],
    en: ['This idempotency key was used for other content', 'Use a new Idempotency-Key for new content.'],
  },
  'request.id_conflict': {
    kind: 'conflict',
    zh: ['该编号已用于另一份内容', '请换一个新的 id 再提交。'],
    en: ['This id was used for other content', 'Use a new id.'],
  },
  'request.reference_unknown': {
    kind: 'refused',
    zh: ['引用的记录不存在', '{pointer} 指向的记录不存在或不在您的范围内,请重新选择。'],
    en: [
      'A referenced record does not exist',
      '{pointer} names no record within your scope; choose another.',
    ],
  },
  'request.cross_site': {
    kind: 'forbidden',
    zh: ['拒绝来自其他网站的请求', '请在本系统页面内操作,或改用令牌访问。'],
    en: ['A request from another site is refused', 'Work from a page of this system, or use a token.'],
  },
  'request.role_forbidden': {
    kind: 'forbidden',
    zh: ['您的角色不能进行此操作', '请联系管理员确认您的角色。'],
    en: ['Your role may not do this', 'Ask an administrator about your role.'],
  },
  'request.too_large': {
    kind: 'too_large',
    zh: ['内容太大', '请缩短文字或缩小文件后再试。'],
    en: ['The content is too large', 'Shorten the text or shrink the file and try again.'],
  },
  'request.unsupported_type': {
    kind: 'unsupported',
    zh: ['不支持的内容类型', '请使用 application/json,照片请使用 multipart/form-data。'],
    en: ['Unsupported content type', 'Send application/json, or multipart/form-data for photos.'],
  },
  'request.limited': {
    kind: 'limited',
    zh: ['请求过于频繁', '请在 {seconds} 秒后再试。'],
    en: ['Too many requests', 'Try again in {seconds} seconds.'],
  },
  'request.not_found': {
    kind: 'missing',
    zh: ['没有这个地址', '请检查路径;接口说明见 /docs。'],
    en: ['There is nothing at this address', 'Check the path; the interface is described at /docs.'],
  },
  'server.failed': {
    kind: 'unavailable',
    zh: ['系统内部出错', '未作任何改动。请稍后再试;若仍出错,请把 X-Request-Id 告诉管理员。'],
    en: [
      'The system failed',
      'Nothing was changed. Try again later; if it fails again, tell the administrator the X-Request-Id.',
    ],
  },
  'store.busy': {
    kind: 'unavailable',
    zh: ['数据库暂时忙', '未作任何改动,请稍后再试。'],
    en: ['The database is busy', 'Nothing was changed; try again shortly.'],
  },
  'store.unreachable': {
    kind: 'unavailable',
    zh: ['数据库无法连接', '未作任何改动,请稍后再试。'],
    en: ['The database cannot be reached', 'Nothing was changed; try again shortly.'],
  },
  'store.unsure': {
    kind: 'unavailable',
    zh: ['数据库在写入时出错', '改动可能已保存,也可能没有;请用相同的 Idempotency-Key 重发,或先查看记录。'],
    en: [
      'The database failed while writing',
      'The change may have been kept or not: send it again with the same Idempotency-Key, or look at the record first.',
    ],
  },
  'store.full': {
    kind: 'full',
    zh: ['磁盘已满', '未作任何改动,请联系管理员清理磁盘。'],
    en: ['The disk is full', 'Nothing was changed; ask the administrator to free space.'],
  },
})
