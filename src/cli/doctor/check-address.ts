import { connect } from 'node:net'
import { type Remark, wordsOf } from './remark.ts'

const CONNECT_MS = 3_000
const PORTS: Readonly<Record<string, number>> = {
  'redis:': 6379,
  'rediss:': 6379,
  'postgres:': 5432,
  'postgresql:': 5432,
  'smtp:': 587,
  'smtps:': 465,
}

/** Whether somebody listens where a setting points; the address is shown without account and password. */
export async function checkAddress(
  what: { readonly zh: string; readonly en: string },
  url: string,
): Promise<Remark> {
  const { protocol, hostname, port } = new URL(url)
  const at = `${hostname}:${port || PORTS[protocol]}`
  try {
    await reach(hostname.replace(/^\[|\]$/g, ''), Number(port || PORTS[protocol]))
    return { level: 'fine', zh: `${what.zh}可以连接`, en: `${what.en} can be reached at ${at}` }
  } catch (error) {
    return {
      level: 'fault',
      zh: `${what.zh}连接不上`,
      en: `${what.en} cannot be reached at ${at}: ${wordsOf(error)}`,
      todo: '服务在运行吗?防火墙放行了吗? · is it running, and does the firewall let us through?',
    }
  }
}

function reach(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: CONNECT_MS })
    const end = (error: Error | null): void => {
      socket.destroy()
      if (error) reject(error)
      else resolve()
    }
    socket.on('connect', () => end(null))
    socket.on('timeout', () => end(new Error(`no answer within ${CONNECT_MS / 1_000} s`)))
    socket.on('error', end)
  })
}
