import { describe, expect, it } from 'vitest'
import { createEmailChannel } from '../../workers/notify/email.ts'
import { afterThis } from '../support/house.ts'
import { openSmtpReceiver } from '../support/receivers.ts'
import { describeChannel, messageTo } from './channel-suite.ts'

const FROM = '巡查 <xuncha@changbang.example>'
const ANSWERS = {
  takes: {},
  'is in trouble': { content: 451 },
  'refuses for good': { recipient: 550 },
  hangs: { content: 'hang' },
} as const

function openMail(smtpUrl: string) {
  const channel = createEmailChannel({ smtpUrl, from: FROM, patienceMs: 2_000 })
  afterThis(async () => channel.close())
  return channel
}

const headerOf = (mail: string, name: string): string =>
  new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(mail)?.[1] ?? ''

describeChannel('mail', async () => {
  const server = await openSmtpReceiver()
  return {
    channel: openMail(server.url),
    address: 'wang@example.org',
    taken: () => server.mails.map(({ text }) => text),
    idOf: mail => headerOf(mail, 'Message-ID'),
    behave: how => server.answer(ANSWERS[how]),
    unreachable: { channel: openMail('smtp://127.0.0.1:1'), address: 'wang@example.org' },
  }
})

describe('a mail', () => {
  it('says in its subject and its text what there is to do, and carries the id of its delivery', async () => {
    const server = await openSmtpReceiver()
    const message = messageTo('wang@example.org')
    await openMail(server.url).send(message)
    const [mail] = server.mails
    expect(mail?.to).toEqual(['wang@example.org'])
    expect(headerOf(mail!.text, 'Message-ID')).toBe(`<${message.id}@changbang.example>`)
    expect(decodeWords(headerOf(mail!.text, 'Subject'))).toBe('巡查:2025-000001 待处置 · 已超期')
    expect(textOf(mail!.text)).toContain('地点: 长浜社区/3幢')
  })

  it('tells of many in one, and how many it has no room for', async () => {
    const server = await openSmtpReceiver()
    const message = messageTo('wang@example.org', { language: 'en' })
    const [notice] = message.notices
    await openMail(server.url).send({ ...message, notices: [notice, notice], more: 5 })
    const [mail] = server.mails
    expect(decodeWords(headerOf(mail!.text, 'Subject'))).toMatch(/ and 6 more$/)
    expect(textOf(mail!.text)).toContain('And 5 more: see your inbox.')
  })

  it('cannot be given another header or a second recipient by a name', async () => {
    const server = await openSmtpReceiver()
    const message = messageTo('wang@example.org, li@example.org')
    const [notice] = message.notices
    const evil = { ...notice, title: '楼道\r\nBcc: li@example.org\r\n\r\n点我' }
    await openMail(server.url).send({ ...message, notices: [evil] })
    await openMail(server.url).send({ ...messageTo('wang@example.org'), notices: [evil] })
    for (const { to, text } of server.mails) {
      expect(to).not.toContain('li@example.org')
      expect(headerOf(text, 'Bcc')).toBe('')
    }
    expect(server.mails.length).toBeGreaterThan(0)
  })
})

/** RFC 2047, as far as our subjects use it. */
function decodeWords(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?(.*?)\?=/gi, (_, text: string) => Buffer.from(text, 'base64').toString())
    .replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, text: string) => unquote(text.replaceAll('_', ' ')))
}

function textOf(mail: string): string {
  const body = mail.slice(mail.indexOf('\r\n\r\n') + 4)
  if (/base64/i.test(headerOf(mail, 'Content-Transfer-Encoding')))
    return Buffer.from(body, 'base64').toString()
  return unquote(body.replace(/=\r\n/g, ''))
}

const unquote = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
