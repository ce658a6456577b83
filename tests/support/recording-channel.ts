import type { Message, Outcome } from '../../src/app/notices/message.ts'
import type { Channel } from '../../workers/notify/channel.ts'
import type { Channels } from '../../workers/notify/create-channels.ts'

/** A way out that ends in a list, and answers what the test says. */
export interface RecordingChannel extends Channel {
  readonly taken: Message[]
  /** Decides how sendings end from now on. */
  answer(with_: (message: Message) => Outcome | Promise<Outcome>): void
}

function recordingChannel(): RecordingChannel {
  const taken: Message[] = []
  let decide: (message: Message) => Outcome | Promise<Outcome> = () => ({ result: 'sent' })
  return {
    taken,
    answer: with_ => {
      decide = with_
    },
    send: async message => {
      taken.push(message)
      return decide(message)
    },
    close: () => undefined,
  }
}

export function recordingChannels(): Channels & Record<keyof Channels, RecordingChannel> {
  return { email: recordingChannel(), webhook: recordingChannel(), wecom: recordingChannel() }
}
