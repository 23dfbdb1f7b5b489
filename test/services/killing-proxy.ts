/** Stands before a wiki's API and kills whoever calls: before a call has reached the wiki, or when the wiki has answered and the caller has not heard it. */
import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface KillingProxy extends AsyncDisposable {
  readonly url: URL
  readonly killed: { before: number; after: number }
  /** Moment 0 is before the first call of this action, 1 after it, 2 before the second, and so on. */
  arm(action: string, moment: number, kill: () => void): Disposable
}

export async function killingProxy(api: URL): Promise<KillingProxy> {
  let trap: { readonly action: string; readonly moment: number; readonly kill: () => void } | undefined
  let passed = 0
  const killed = { before: 0, after: 0 }

  async function pass(call: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await whole(call)
    const counts =
      trap !== undefined && new RegExp(`(?:^|&)action=${trap.action}(?:&|$)`).test(`${call.url?.split('?')[1] ?? ''}&${body.toString()}`)
    const springs = (when: 'before' | 'after') => {
      if (!counts || trap === undefined || passed++ !== trap.moment) return false
      killed[when] += 1
      trap.kill()
      call.socket.destroy()
      return true
    }
    if (springs('before')) return
    const headers = { ...call.headers, host: api.host }
    const forwarded = request(new URL(call.url ?? '', api), { method: call.method, headers })
    forwarded.end(body)
    const [response] = (await once(forwarded, 'response')) as [IncomingMessage]
    const text = await whole(response)
    if (springs('after')) return
    answer.writeHead(response.statusCode ?? 502, response.headers)
    answer.end(text)
  }

  const server = createServer((call, answer) => {
    pass(call, answer).catch(() => call.socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(api)
  url.port = String((server.address() as AddressInfo).port)
  url.hostname = '127.0.0.1'
  return {
    url,
    killed,
    arm: (action, moment, kill) => {
      trap = { action, moment, kill }
      passed = 0
      return { [Symbol.dispose]: () => void (trap = undefined) }
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
