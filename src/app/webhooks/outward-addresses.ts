import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Where a message may be sent: an address that was looked at, or why there is none. */
export type OutwardAddress =
  | { readonly address: string; readonly family: 4 | 6 }
  | { readonly refused: 'not_https' | 'not_public' | 'unknown_host' }

/**
 * Decides which addresses this installation sends to, so that nobody can make it knock at its own doors or at its
 * neighbours' (server-side request forgery). A name is resolved once, every address it stands for is looked at, and the
 * sender connects to the very address that is handed back.
 */
export interface OutwardAddresses {
  choose(url: URL): Promise<OutwardAddress>
}

export interface OutwardOptions {
  /** Networks that are allowed though they are not public, such as `10.1.0.0/16`; there http will do, too. */
  readonly allow: readonly string[]
  /** Asks for all addresses of a name. (Default: the system's resolver) */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

/*
 * What is not the public internet: the IANA registries of special-purpose addresses, IPv4 and IPv6. Ways in which an
 * IPv6 address stands for an IPv4 one (mapped, NAT64, 6to4, Teredo) are refused whole: none of them is needed.
 */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

export function createOutwardAddresses({ allow, resolve = systemResolve }: OutwardOptions): OutwardAddresses {
  const notPublic = networks(NOT_PUBLIC)
  const allowed = networks(allow)
  return {
    async choose(url) {
      const host = url.hostname.replace(/^\[|\]$/g, '')
      const found = isIP(host) ? [host] : await resolve(host).catch(() => [])
      const [first] = found
      if (first === undefined) return { refused: 'unknown_host' }
      if (found.some(address => notPublic(address) && !allowed(address))) return { refused: 'not_public' }
      if (url.protocol !== 'https:' && !found.every(allowed)) return { refused: 'not_https' }
      return { address: first, family: isIP(first) === 6 ? 6 : 4 }
    },
  }
}

const systemResolve = async (host: string): Promise<string[]> =>
  (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address)

/* One list a family: asked for an IPv4 address, a list that holds ::ffff:0:0/96 would say yes to every one. */
function networks(list: readonly string[]): (address: string) => boolean {
  const four = new BlockList()
  const six = new BlockList()
  for (const network of list) {
    const [address = '', bits] = network.split('/')
    if (isIP(address) === 6) six.addSubnet(address, Number(bits), 'ipv6')
    else four.addSubnet(address, Number(bits), 'ipv4')
  }
  return address => (isIP(address) === 6 ? six.check(address, 'ipv6') : four.check(address, 'ipv4'))
}
