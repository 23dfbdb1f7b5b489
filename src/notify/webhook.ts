import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { OutboxDownError, UndeliverableError, type Message, type Outbox } from '../workflow/ports.ts'

export interface WebhookSettings {
  /** The address, which is a secret. */
  readonly url: URL
  /** Hosts it may lead to; private addresses only where they stand here themselves. */
  readonly allow: readonly string[]
}

const PRIVATE = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6')

/** A room of a chat that takes `{"text": ...}` (Slack, Mattermost, Rocket.Chat). Names in it can mention nobody. */
export function webhookOutbox({ url, allow }: WebhookSettings): Outbox {
  return {
    id: 'chat',
    send: async ({ subject, text }: Message) => {
      await assertAllowed(url, allow)
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(15_000),
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ text: harmless([subject, ...text.slice(0, 1).flat()].join('\n')) }),
      }).catch((error: unknown) => {
        throw new OutboxDownError('the chat does not answer', { cause: error })
      })
      await answer.body?.cancel()
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408)
        throw new UndeliverableError(`the chat refuses it for good (${answer.status})`)
      if (!answer.ok) throw new Error(`the chat did not take it (${answer.status})`)
    },
  }
}

/** Rejects unless the address is https on an allowed host that stands on no private network, or is named outright. */
async function assertAllowed(url: URL, allow: readonly string[]): Promise<void> {
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  if (!allow.includes(host)) throw new UndeliverableError('the host of the chat is not among those that `chat.allow` names')
  if (isIP(host) !== 0) return
  if (url.protocol !== 'https:') throw new UndeliverableError('the address of the chat must be https')
  const found = await lookup(host, { all: true }).catch((error: unknown) => {
    throw new OutboxDownError('the host of the chat is not found', { cause: error })
  })
  for (const { address, family } of found)
    if (PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4'))
      throw new UndeliverableError('the host of the chat stands on a private network')
}

/** `@here`, `<!channel>` and links in angle brackets mean nothing any more. */
function harmless(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200B')
    .replaceAll(/[*_~`]/g, "'")
}
