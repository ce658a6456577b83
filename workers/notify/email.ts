import { createTransport } from 'nodemailer'
import type { Message, Outcome } from '../../src/app/notices/message.ts'
import { type Channel, PATIENCE_MS } from './channel.ts'

export interface EmailOptions {
  /** Such as `smtps://user:password@mail.example:465`. */
  readonly smtpUrl: string
  /** Sender, such as `巡查 <xuncha@example.org>`. */
  readonly from: string
  /** (Default: ten seconds) */
  readonly patienceMs?: number
}

/** Connections to the mail server. */
const CONNECTIONS = 4

/**
 * Times the patience with a single answer that a whole conversation may take. Whoever left sooner than the server is
 * through sends the mail again, so this is generous; a lease lasts longer still.
 */
const CONVERSATION = 2

/** Mail over SMTP: plain text, with a Message-ID that follows from the message's id. */
export function createEmailChannel({ smtpUrl, from, patienceMs = PATIENCE_MS }: EmailOptions): Channel {
  const transport = createTransport(
    {
      url: smtpUrl,
      pool: true,
      maxConnections: CONNECTIONS,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      dnsTimeout: patienceMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'xuncha.invalid'
  return {
    async send(message) {
      try {
        const mail = transport.sendMail({
          // An address as an object is taken as one address, whatever stands in it.
          to: { name: '', address: message.address },
          messageId: `<${message.id}@${domain}>`,
          subject: subjectOf(message),
          text: textOf(message),
          date: new Date(message.at),
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        await withinTime(mail, CONVERSATION * patienceMs)
        return { result: 'sent' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close: () => transport.close(),
  }
}

async function withinTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })), ms)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function subjectOf({ notices, more, language }: Message): string {
  const total = notices.length + more
  const [{ title }] = notices
  if (total === 1) return language === 'zh' ? `巡查:${title}` : `Xuncha: ${title}`
  return language === 'zh' ? `巡查:${title} 等 ${total} 条` : `Xuncha: ${title} and ${total - 1} more`
}

function textOf({ notices, more, language }: Message): string {
  const zh = language === 'zh'
  const told = notices.map(({ title, body }) => (body === '' ? title : `${title}\n${body}`))
  if (more > 0)
    told.push(zh ? `另有 ${more} 条,请登录后在收件箱中查看。` : `And ${more} more: see your inbox.`)
  const foot = zh
    ? '这封邮件由巡查系统自动发送。如不想再收到,请登录后在“订阅”中修改。'
    : 'Sent by Xuncha. To get fewer of these, change your subscription after signing in.'
  return `${told.join('\n\n')}\n\n-- \n${foot}\n`
}

/** A mailbox that the server will not take mail for is never tried again; a server that is in trouble is. */
function outcomeOf(error: unknown): Outcome {
  const fault = error as { readonly code?: unknown; readonly responseCode?: unknown }
  const code = typeof fault.code === 'string' ? fault.code.toLowerCase() : 'failed'
  const answer = typeof fault.responseCode === 'number' ? fault.responseCode : null
  const why = answer === null ? `smtp.${code}` : `smtp.${answer}`
  return code === 'eenvelope' && answer !== null && answer >= 500
    ? { result: 'never', why }
    : { result: 'later', why }
}
