import type { Message, Outcome } from '../../src/app/notices/message.ts'
import type { Channel } from './channel.ts'
import type { GuardedPost } from './guarded-post.ts'

/** The platform takes 4 096 bytes of markdown. */
const MOST_BYTES = 4_096
/** More than 20 messages a minute: the robot answers this, and takes messages again a minute later. */
const TOO_FAST = 45_009
/** The robot was taken out of its group: its address is no longer one. */
const NO_SUCH_ROBOT = 93_000

/** The robot of a WeCom (企业微信) group: `POST …/cgi-bin/webhook/send?key=…` with a message in markdown. */
export function createWecomChannel(post: GuardedPost): Channel {
  return {
    async send(message) {
      const body = JSON.stringify({ msgtype: 'markdown', markdown: { content: markdownOf(message) } })
      const answer = await post(message.address, { headers: { 'content-type': 'application/json' }, body })
      if ('failed' in answer) return { result: 'later', why: answer.failed }
      if (answer.status !== 200) return { result: 'later', why: `http.${answer.status}` }
      return outcomeOf(errorCodeOf(answer.body))
    },
    close: () => undefined,
  }
}

function outcomeOf(errcode: number | null): Outcome {
  if (errcode === 0) return { result: 'sent' }
  if (errcode === TOO_FAST) return { result: 'later', why: `wecom.${errcode}`, afterMs: 60_000 }
  if (errcode === NO_SUCH_ROBOT) return { result: 'never', why: `wecom.${errcode}`, gone: true }
  return { result: 'later', why: `wecom.${errcode ?? 'unreadable'}` }
}

function errorCodeOf(body: string): number | null {
  try {
    const answer: unknown = JSON.parse(body)
    return answer !== null &&
      typeof answer === 'object' &&
      'errcode' in answer &&
      typeof answer.errcode === 'number'
      ? answer.errcode
      : null
  } catch {
    return null
  }
}

/** What does not fit is counted, so that nobody takes a cut message for a whole one. */
function markdownOf({ notices, more, language }: Message): string {
  const blocks = notices.map(
    ({ title, body }) => `**${plain(title)}**${body === '' ? '' : `\n${plain(body).replace(/^/gm, '> ')}`}`,
  )
  const endOf = (hidden: number): string =>
    hidden === 0 ? '' : language === 'zh' ? `\n\n另有 ${hidden} 条` : `\n\nand ${hidden} more`
  let shown = blocks.length
  const content = (): string => blocks.slice(0, shown).join('\n\n') + endOf(more + blocks.length - shown)
  while (shown > 1 && Buffer.byteLength(content()) > MOST_BYTES) shown -= 1
  return content()
}

/** Names are written by people; in a group message they must not become links, mentions or headings. */
const plain = (text: string): string => text.replace(/[[\]<>*_`#@\\]/g, ' ')
