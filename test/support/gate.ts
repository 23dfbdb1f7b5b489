/** A way to a local server that can be shut and that tells of each request: what a wiki looks like whose machine stops. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Gate {
  readonly url: URL
  /** Shut: every connection breaks. */
  open: boolean
  /** Called with the form of each request before it is passed on; what it returns is awaited. */
  onRequest: (form: URLSearchParams) => Promise<void> | void
  close(): Promise<void>
}

/** Passes requests on to the server of `target`, path and all. */
export async function openGate(target: URL): Promise<Gate> {
  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const gate: Gate = {
    url: new URL(`http://127.0.0.1:${port}${target.pathname}`),
    open: true,
    onRequest: () => undefined,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    await gate.onRequest(new URLSearchParams(body.toString('utf8')))
    if (!gate.open) return void incoming.socket.destroy()
    const { host: _host, connection: _connection, ...headers } = incoming.headers
    const onward = request(new URL(incoming.url ?? '/', target), { method: incoming.method ?? 'GET', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => incoming.socket.destroy())
    onward.end(body)
  }

  return gate
}
