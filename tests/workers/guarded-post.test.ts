import { describe, expect, it } from 'vitest'
import { createOutwardAddresses, type OutwardOptions } from '../../src/app/webhooks/outward-addresses.ts'
import { createGuardedPost } from '../../workers/notify/guarded-post.ts'
import { type HttpReceiver, openHttpReceiver } from '../support/receivers.ts'

const CONTENT = { headers: {}, body: '{}' }

function poster(options: Partial<OutwardOptions> = {}) {
  return createGuardedPost({
    addresses: createOutwardAddresses({ allow: [], ...options }),
    patienceMs: 2_000,
  })
}

const portOf = ({ url }: HttpReceiver): string => new URL(url).port

describe('an address that is not the public internet', () => {
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    'localhost',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0.0.0.0',
    '0',
    '１２７.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
    '[ff02::1]',
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ])('is not knocked at: %s', async host => {
    const canary = await openHttpReceiver()
    for (const scheme of ['http', 'https'])
      expect(await poster()(`${scheme}://${host}:${portOf(canary)}/`, CONTENT)).toEqual({
        failed: 'address.not_public',
      })
    expect(canary.connections()).toBe(0)
  })

  it('is not reached through a name, nor through a name that also stands for a public one', async () => {
    const canary = await openHttpReceiver()
    for (const answer of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['93.184.216.34', 'fd00::1']])
      expect(
        await poster({ resolve: async () => answer })(`https://inner.example:${portOf(canary)}/`, CONTENT),
      ).toEqual({ failed: 'address.not_public' })
    expect(canary.connections()).toBe(0)
  })

  it('is not reached by a name that changes between looking and connecting', async () => {
    const [seen, canary] = [await openHttpReceiver(), await openHttpReceiver()]
    let asked = 0
    // The first answer is allowed, every later one is the canary's network.
    const resolve = async (): Promise<string[]> => {
      asked += 1
      return asked % 2 === 1 ? ['127.0.0.1'] : ['127.0.0.2']
    }
    const post = poster({ allow: ['127.0.0.1/32'], resolve })
    expect(await post(`http://rebinds.example:${portOf(seen)}/`, CONTENT)).toMatchObject({ status: 204 })
    expect(asked).toBe(1)
    expect(seen.received[0]?.headers.host).toBe(`rebinds.example:${portOf(seen)}`)
    expect(await post(`http://rebinds.example:${portOf(canary)}/`, CONTENT)).toEqual({
      failed: 'address.not_public',
    })
    expect(canary.connections()).toBe(0)
  })

  it('is reached, and over http, when the operator allows its network', async () => {
    const canary = await openHttpReceiver()
    expect(await poster({ allow: ['127.0.0.0/8'] })(canary.url, CONTENT)).toMatchObject({ status: 204 })
  })
})

describe('a public address', () => {
  it('wants https', async () => {
    const post = poster({ resolve: async () => ['93.184.216.34'] })
    expect(await post('http://public.example/', CONTENT)).toEqual({ failed: 'address.not_https' })
    const { choose } = createOutwardAddresses({ allow: [], resolve: async () => ['93.184.216.34'] })
    expect(await choose(new URL('https://public.example/'))).toEqual({ address: '93.184.216.34', family: 4 })
    expect(await choose(new URL('https://[2606:4700::1]/'))).toEqual({ address: '2606:4700::1', family: 6 })
  })

  it('that nobody knows is told from one that is refused', async () => {
    const resolve = async (): Promise<string[]> => Promise.reject(new Error('ENOTFOUND'))
    expect(await poster({ resolve })('https://misspelt.example/', CONTENT)).toEqual({
      failed: 'address.unknown_host',
    })
  })
})
