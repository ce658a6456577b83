import { describe, expect, it } from 'vitest'
import type { Message, Outcome } from '../../src/app/notices/message.ts'
import type { Channel } from '../../workers/notify/channel.ts'

/** One end of a channel, and the real server at the other. */
export interface ChannelSetting {
  readonly channel: Channel
  readonly address: string
  /** What the other side took, as it came. */
  taken(): readonly string[]
  /** The id that a message came under. */
  idOf(taken: string): string
  /** Says how the other side behaves from now on. */
  behave(how: 'takes' | 'is in trouble' | 'refuses for good' | 'hangs'): void
  /** A channel whose other side does not exist. */
  readonly unreachable: { readonly channel: Channel; readonly address: string }
}

/** A message that could be sent to any address. */
export function messageTo(address: string, more: Partial<Message> = {}): Message {
  return {
    id: '0199db14-d680-7674-91be-393a58692edd',
    at: Date.parse('2025-10-13T01:00:00.000Z'),
    address,
    secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`],
    language: 'zh',
    notices: [
      {
        type: 'finding.handle.overdue',
        at: Date.parse('2025-10-13T00:59:00.000Z'),
        data: { recordId: '0199db14-0000-7000-8000-000000000001', number: '2025-000001', topic: 'handle' },
        title: '2025-000001 待处置 · 已超期',
        body: '类别: 公共楼道\n地点: 长浜社区/3幢',
      },
    ],
    more: 0,
    ...more,
  }
}

/** What every channel promises; each adapter passes it against a real server. Patience is two seconds here. */
export function describeChannel(name: string, open: () => Promise<ChannelSetting>): void {
  const send = ({ channel, address }: Pick<ChannelSetting, 'channel' | 'address'>): Promise<Outcome> =>
    channel.send(messageTo(address))

  describe(name, () => {
    it('says that it is sent when the other side took it, under its id', async () => {
      const setting = await open()
      expect(await send(setting)).toEqual({ result: 'sent' })
      expect(await send(setting)).toEqual({ result: 'sent' })
      const ids = setting.taken().map(setting.idOf)
      expect(ids).toHaveLength(2)
      expect(new Set(ids).size).toBe(1)
    })

    it('says later, and why, when the other side is in trouble', async () => {
      const setting = await open()
      setting.behave('is in trouble')
      const outcome = await send(setting)
      expect(outcome.result).toBe('later')
      expect('why' in outcome && outcome.why).toMatch(/^[a-z]+\.[a-z0-9_]+$/)
      setting.behave('takes')
      expect(await send(setting)).toEqual({ result: 'sent' })
    })

    it('says never when the other side will not take it', async () => {
      const setting = await open()
      setting.behave('refuses for good')
      expect(await send(setting)).toMatchObject({ result: 'never' })
    })

    it('says later when the other side does not answer in time', async () => {
      const setting = await open()
      setting.behave('hangs')
      expect(await send(setting)).toMatchObject({ result: 'later' })
    })

    it('says later when there is nobody', async () => {
      const { unreachable } = await open()
      expect(await send(unreachable)).toMatchObject({ result: 'later' })
    })

    it('keeps no words of the other side', async () => {
      const setting = await open()
      setting.behave('refuses for good')
      expect(JSON.stringify(await send(setting))).not.toContain('wang')
    })
  })
}
