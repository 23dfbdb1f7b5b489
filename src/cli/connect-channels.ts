import type { Settings } from '../config/settings.ts'
import { isForRooms } from '../decide/tells/rooms.ts'
import { mailOutbox } from '../notify/mail.ts'
import { webhookOutbox } from '../notify/webhook.ts'
import type { Channel } from '../workflow/outbox/deliver.ts'
import { exit, StopError } from './command.ts'
import { assertSecure, readLogin } from './mail-login.ts'
import { readSecret } from './secret-file.ts'

/** The ways to people that the settings name. Connects to nothing yet; wrong settings stop the command. */
export async function connectChannels({ mail, chat }: Pick<Settings, 'mail' | 'chat'>): Promise<readonly Channel[]> {
  const channels: Channel[] = []
  if (mail !== undefined) {
    const { credentials, address, ...rest } = mail
    assertSecure(rest, 'mail')
    const secret = credentials === undefined ? undefined : await readLogin(credentials, 'mail.credentials')
    channels.push({ outbox: mailOutbox({ ...rest, ...secret }), takes: () => true, address })
  }
  if (chat !== undefined) {
    const text = (await readSecret(chat.webhook, 'chat.webhook')).trim()
    if (!URL.canParse(text)) throw new StopError('writ: settings: chat.webhook: the file holds no address', exit.usage)
    channels.push({
      outbox: webhookOutbox({ url: new URL(text), allow: chat.allow }),
      takes: isForRooms,
      address: undefined,
    })
  }
  return channels
}
