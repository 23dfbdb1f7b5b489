/** A real SMTP server of 127.0.0.1 that keeps what it was sent and can refuse. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

interface Received {
  readonly to: string
  readonly text: string
}

export interface MailServer extends AsyncDisposable {
  readonly port: number
  readonly received: readonly Received[]
  /** Answers to RCPT TO by address: a reply code, or nothing. */
  readonly refuses: Map<string, number>
}

export async function startMailServer(): Promise<MailServer> {
  const received: Received[] = []
  const refuses = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onRcptTo: (address, _session, done) => {
      const code = refuses.get(address.address)
      done(code === undefined ? null : Object.assign(new Error('not now'), { responseCode: code }))
    },
    onData: (stream, session, done) => {
      let text = ''
      stream.setEncoding('utf8').on('data', (part: string) => void (text += part))
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo) received.push({ to: address, text })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    received,
    refuses,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
