import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterThis } from './house.ts'

/** A request as another system got it. */
interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What to answer; `null` never answers. */
type Answer = { readonly status: number; readonly headers?: object; readonly body?: string } | null

export interface HttpReceiver {
  readonly url: string
  readonly received: Received[]
  /** Connections that were ever opened. */
  connections(): number
  answer(with_: (request: Received) => Answer | Promise<Answer>): void
}

/** Another system on a free port of this machine. */
export async function openHttpReceiver(): Promise<HttpReceiver> {
  const received: Received[] = []
  let opened = 0
  let decide: (request: Received) => Answer | Promise<Answer> = () => ({ status: 204 })
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const seen = { path: request.url ?? '', headers: request.headers, body }
    received.push(seen)
    const answer = await decide(seen)
    if (answer) response.writeHead(answer.status, { ...answer.headers }).end(answer.body)
  })
  server.on('connection', () => {
    opened += 1
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterThis(async () => close(server))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    connections: () => opened,
    answer: with_ => {
      decide = with_
    },
  }
}

function close(server: Server): void {
  server.close()
  server.closeAllConnections()
}

export interface SmtpReceiver {
  readonly url: string
  readonly mails: { readonly to: readonly string[]; readonly text: string }[]
  /** Decides about recipients and content: null takes it, a number refuses with it, 'hang' never answers. */
  answer(with_: { readonly recipient?: number; readonly content?: number | 'hang' }): void
}

/** A mail server on a free port of this machine. */
export async function openSmtpReceiver(): Promise<SmtpReceiver> {
  const mails: { to: string[]; text: string }[] = []
  let decide: Parameters<SmtpReceiver['answer']>[0] = {}
  const refusal = (responseCode: number): Error =>
    Object.assign(new Error(`<${responseCode}> no such mailbox wang@example.org`), { responseCode })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: (_address, _session, callback) =>
      callback(decide.recipient === undefined ? null : refusal(decide.recipient)),
    onData: (stream, session, callback) => {
      let text = ''
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      stream.on('end', () => {
        if (decide.content === 'hang') return
        if (decide.content !== undefined) return callback(refusal(decide.content))
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text })
        callback()
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  afterThis(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
      }),
  )
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answer: with_ => {
      decide = with_
    },
  }
}
