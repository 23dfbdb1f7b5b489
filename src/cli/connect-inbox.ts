import { readFile } from 'node:fs/promises'
import type { Settings } from '../config/settings.ts'
import { draftAnswer } from '../notify/draft-answer.ts'
import { imapInbox } from '../notify/imap-inbox.ts'
import { LONGEST_MAIL, readMail } from '../notify/read-mail.ts'
import { terminalText } from '../render/terminal.ts'
import type { Inbox } from '../workflow/mail-drafts/inbox.ts'
import { takeMails, type MailsTaken, type TakingMails } from '../workflow/mail-drafts/take-mails.ts'
import { OutboxDownError, UndeliverableError } from '../workflow/ports.ts'
import { exit, StopError } from './command.ts'
import { connectChannels } from './connect-channels.ts'
import { assertSecure, readLogin } from './mail-login.ts'

/** The mailbox that the settings name; undefined = none. Connects to nothing yet; wrong settings stop the command. */
export async function connectInbox({ inbox }: Pick<Settings, 'inbox'>): Promise<Inbox | undefined> {
  if (inbox === undefined) return undefined
  const { credentials, ca, ...rest } = inbox
  assertSecure(rest, 'inbox')
  const certificate = ca === undefined ? undefined : await readFile(ca, 'utf8').catch(() => undefined)
  if (ca !== undefined && certificate === undefined)
    throw new StopError(`writ: settings: inbox.ca: the file \`${terminalText(ca)}\` cannot be read`, exit.usage)
  return imapInbox({ ...rest, ...(await readLogin(credentials, 'inbox.credentials')), ca: certificate })
}

/** Takes what lies in a mailbox; answers by the mail server that the settings name, if any. */
export async function takeInbox(
  settings: Settings,
  inbox: Inbox,
  within: TakingMails['within'],
  stopping?: () => boolean,
): Promise<MailsTaken> {
  const outbox = (await connectChannels({ mail: settings.mail })).find(({ outbox: { id } }) => id === 'mail')?.outbox
  const site = await within(async ({ charters, journal }) => (await charters.inForce(journal.state)).charter.title)
  const answer: TakingMails['answer'] =
    outbox === undefined
      ? undefined
      : (due) =>
          outbox.send(draftAnswer(due, { site, url: settings.url })).then(
            () => 'sent',
            (error: unknown) => (error instanceof OutboxDownError ? 'down' : error instanceof UndeliverableError ? 'never' : 'later'),
          )
  return takeMails({ within, inbox, read: readMail, longest: LONGEST_MAIL, answer, stopping })
}

/** What was taken, in one sentence; undefined = nothing to tell. */
export function sayTaken({ kept, aside, waiting, unanswered, problems }: MailsTaken): string | undefined {
  const parts = [
    ...(kept.length === 0 ? [] : [`${kept.length} became drafts`]),
    ...aside.map(({ message, why }) => `message ${message} was set aside: ${why}`),
    ...(waiting === 0 ? [] : [`${waiting} are tried again later`]),
    ...unanswered.map((draft) => `the sender of draft ${draft} could not be answered`),
    ...problems,
  ]
  return parts.length === 0 ? undefined : parts.join('; ')
}
