import { isHeldByAnother } from '../app/errors.ts'
import { type Composed, compose } from '../compose.ts'
import type { Config } from '../config.ts'

/**
 * Puts the program together for a command that writes. While a server holds the embedded database it refuses, and says
 * the way out: stop the server, or ask it over HTTP.
 */
export async function composeWriting(config: Config, overHttp: string | null): Promise<Composed> {
  try {
    return await compose(config)
  } catch (error) {
    if (!isHeldByAnother(error)) throw error
    const http = [
      '或者在服务器运行时通过接口完成($TOKEN 是管理员的令牌) · or ask the running server ($TOKEN: an administrator’s API token):',
      `  ${overHttp}`,
    ]
    throw new Error(
      [
        `服务器正在使用 ${config.dataDirectory}:请先停止服务器再运行本命令。`,
        `A server is using ${config.dataDirectory}: stop it, then run this command again.`,
        ...(overHttp === null ? [] : http),
      ].join('\n'),
    )
  }
}

/** A call of the interface, as a person would type it. */
export function curl({ host, port }: Config, method: string, path: string, body: object): string {
  const json = JSON.stringify(body).replaceAll("'", '’')
  return `curl -X ${method} -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '${json}' http://${host}:${port || 3000}/api/v1${path}`
}
