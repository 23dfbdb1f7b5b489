import { createHash } from 'node:crypto'
import { createTransport, type Transporter } from 'nodemailer'
import { html } from 'hono/html'
import { OutboxDownError, UndeliverableError, type Message, type Outbox } from '../workflow/ports.ts'

export interface MailSettings {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte, `starttls` before anything is said, `none` on this machine only. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly from: string
  readonly user?: string | undefined
  readonly password?: string | undefined
}

/** Mail by SMTP: plain text and HTML, messages about one matter in one thread, marked as written by a program. */
export function mailOutbox(settings: MailSettings): Outbox {
  const { host, port, security, user, password } = settings
  const transport: Transporter = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
  })
  const domain = /@([\w.-]+)/.exec(settings.from)?.[1] ?? 'writ.invalid'
  const idOf = (text: string) => `<${createHash('sha256').update(text).digest('hex').slice(0, 40)}@${domain}>`
  return {
    id: 'mail',
    send: async ({ key, to, subject, text, thread }: Message) => {
      if (to === undefined) throw new UndeliverableError('mail needs an address')
      const root = idOf(`thread ${thread}`)
      try {
        await transport.sendMail({
          from: settings.from,
          to: { name: '', address: to },
          subject,
          text: text.map(inPlain).join('\n\n'),
          html: (await html`<!doctype html><meta charset="utf-8" />${text.map(inHtml)}`).toString(),
          messageId: idOf(key),
          inReplyTo: root,
          references: root,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (error) {
        const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
        if (code >= 500 && code < 600) throw new UndeliverableError(`the mail server refuses it for good (${code})`)
        if (code === 0) throw new OutboxDownError('the mail server does not answer', { cause: error })
        throw new Error(`the mail server did not take it (${code})`, { cause: error })
      }
    },
    verify: async () => void (await transport.verify()),
  }
}

type Block = Message['text'][number]

function inPlain(block: Block): string {
  return typeof block === 'string' ? block : block.map((item) => `- ${item}`).join('\n')
}

function inHtml(block: Block) {
  return typeof block === 'string'
    ? html`<p>${block}</p>`
    : html`<ul>
        ${block.map((item) => html`<li>${item}</li>`)}
      </ul>`
}
