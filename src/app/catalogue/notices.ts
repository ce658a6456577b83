import { define } from './entry.ts'

/** Errors of what is told: the inbox, and outside the system webhooks, deliveries, subscriptions. */
export const NOTICES = define({
  'inbox.not_found': {
    kind: 'missing',
    zh: ['没有这条消息', '它可能属于别人。请刷新消息列表。'],
    en: ['There is no such item in your inbox', 'It may be somebody else’s. Load your inbox again.'],
  },
  'webhook.not_found': {
    kind: 'missing',
    zh: ['没有这个 Webhook', '请检查编号。'],
    en: ['No such webhook', 'Check the id.'],
  },
  'webhook.version_conflict': {
    kind: 'conflict',
    zh: ['Webhook 已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this webhook', 'Repeat your change on the current record.'],
  },
  'webhook.address_refused': {
    kind: 'refused',
    zh: [
      '不允许访问这个地址',
      '该地址不在公网上。如确需访问内部系统,请运维人员在 XUNCHA_WEBHOOK_ALLOW 中加入其网段。',
    ],
    en: [
      'This address is not allowed',
      'It is not on the public internet. To reach an internal system, have its network added to XUNCHA_WEBHOOK_ALLOW.',
    ],
  },
  'webhook.https_required': {
    kind: 'refused',
    zh: ['须使用 https', '请使用 https 地址;只有 XUNCHA_WEBHOOK_ALLOW 中的内部网段可以使用 http。'],
    en: [
      'An https address is needed',
      'Use https; http will do only for the internal networks of XUNCHA_WEBHOOK_ALLOW.',
    ],
  },
  'webhook.too_many': {
    kind: 'refused',
    zh: ['Webhook 太多', '每个社区最多 {most} 个使用中的 Webhook;请先停用不用的。'],
    en: [
      'Too many webhooks',
      'A community has at most {most} in use; take those out of use that nobody needs.',
    ],
  },
  'webhook.not_in_use': {
    kind: 'refused',
    zh: ['Webhook 已停用', '请先重新启用,再发送。'],
    en: ['This webhook is out of use', 'Put it back into use before sending.'],
  },
  'webhook.unsigned': {
    kind: 'refused',
    zh: ['群机器人没有签名密钥', '如需更换,请在企业微信中重新生成机器人地址,再修改 url。'],
    en: [
      'The robot of a group has no signing secret',
      'Make a new address in WeCom and change the url instead.',
    ],
  },
  'delivery.not_found': {
    kind: 'missing',
    zh: ['没有这条发送记录', '请检查编号。'],
    en: ['No such delivery', 'Check the id.'],
  },
  'subscription.version_conflict': {
    kind: 'conflict',
    zh: ['订阅已在别处修改', '请在最新内容(current)上重新修改。'],
    en: ['This subscription was changed elsewhere', 'Repeat your change on the current record.'],
  },
  'subscription.email_missing': {
    kind: 'refused',
    zh: ['缺少邮箱地址', '要接收邮件,请填写 email;不接收请把 mail 设为 off。'],
    en: ['A mail address is missing', 'Give an email to get mail, or set mail to off.'],
  },
  'subscription.mail_unavailable': {
    kind: 'refused',
    zh: ['本系统不发送邮件', '请联系运维人员设置 XUNCHA_SMTP_URL;在此之前请把 mail 设为 off。'],
    en: [
      'This installation sends no mail',
      'Ask the operator to set XUNCHA_SMTP_URL; until then set mail to off.',
    ],
  },
})
