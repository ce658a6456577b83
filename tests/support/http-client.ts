/** One answer of the server. */
export interface Reply {
  readonly status: number
  readonly body: { readonly [field: string]: unknown } & {
    id?: string
    version?: number
    state?: string
    code?: string
  }
  readonly headers: Headers
}

/** Calls the interface of a server under /api/v1. */
export function createClient(address: string) {
  const call = async (
    method: string,
    path: string,
    options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Reply> => {
    const { token, body, headers = {} } = options
    const form = body instanceof FormData
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        ...(body !== undefined && !form ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers }
  }
  return {
    call,
    /** Signs in and makes a token, as a program would. */
    async signIn(login: string, password: string): Promise<string> {
      const session = await call('POST', '/session', { body: { login, password } })
      if (session.status >= 300) throw new Error(`sign-in of ${login}: ${JSON.stringify(session.body)}`)
      const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
      const token = await call('POST', '/tokens', {
        body: { name: 'test' },
        headers: { cookie, origin: address },
      })
      return String(token.body.token)
    },
  }
}
