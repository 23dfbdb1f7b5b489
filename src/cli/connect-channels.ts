import { z } from 'zod'
import type { Settings } from '../config/settings.ts'
import { mailOutbox } from '../notify/mail.ts'
import { webhookOutbox } from '../notify/webhook.ts'
import type { Channel } from '../workflow/outbox/deliver.ts'
import { exit, StopError } from './command.ts'
import { readSecret } from './secret-file.ts'

const login = z.strictObject({ user: z.string().min(1), password: z.string().min(1) })

/** The ways to people that the settings name. Connects to nothing yet; wrong settings stop the command. */
export async function connectChannels({ mail, chat }: Pick<Settings, 'mail' | 'chat'>): Promise<readonly Channel[]> {
  const channels: Channel[] = []
  if (mail !== undefined) {
    const { credentials, address, ...rest } = mail
    if (rest.security === 'none' && !['127.0.0.1', '::1', 'localhost'].includes(rest.host))
      throw new StopError('writ: settings: mail.security: `none` is for a mail server on this machine; take starttls or tls', exit.usage)
    const secret = credentials === undefined ? undefined : readLogin(await readSecret(credentials, 'mail.credentials'))
    channels.push({ outbox: mailOutbox({ ...rest, ...secret }), takes: () => true, address })
  }
  if (chat !== undefined) {
    const text = (await readSecret(chat.webhook, 'chat.webhook')).trim()
    if (!URL.canParse(text)) throw new StopError('writ: settings: chat.webhook: the file holds no address', exit.usage)
    // a room reads what waits for somebody’s decision, and nothing about anybody
    channels.push({
      outbox: webhookOutbox({ url: new URL(text), allow: chat.allow }),
      takes: ({ why }) => why === 'decides',
      address: undefined,
    })
  }
  return channels
}

function readLogin(text: string): z.infer<typeof login> {
  try {
    return login.parse(JSON.parse(text))
  } catch {
    throw new StopError('writ: settings: mail.credentials: the file must hold JSON {"user": "...", "password": "..."}', exit.usage)
  }
}
