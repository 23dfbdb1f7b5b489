import { readFile } from 'node:fs/promises'
import type { Settings } from '../config/settings.ts'
import { draftAnswer } from '../notify/draft-answer.ts'
import { imapMailbox } from '../notify/imap-mailbox.ts'
import { LONGEST_MAIL, readMail } from '../notify/read-mail.ts'
import { terminalText } from '../render/terminal.ts'
import type { Mailbox } from '../workflow/mail-drafts/mailbox.ts'
import { takeMails, type MailsTaken, type TakingMails } from '../workflow/mail-drafts/take-mails.ts'
import { OutboxDownError, UndeliverableError } from '../workflow/ports.ts'
import { exit, StopError } from './command.ts'
import { connectChannels } from './connect-channels.ts'
import { assertSecure, readLogin } from './mail-login.ts'

/** The mailbox that the settings name; undefined = none. Connects to nothing yet; wrong settings stop the command. */
export async function connectMailbox({ mailbox }: Pick<Settings, 'mailbox'>): Promise<Mailbox | undefined> {
  if (mailbox === undefined) return undefined
  const { credentials, ca, ...rest } = mailbox
  assertSecure(rest, 'mailbox')
  const certificate = ca === undefined ? undefined : await readFile(ca, 'utf8').catch(() => undefined)
  if (ca !== undefined && certificate === undefined)
    throw new StopError(`writ: settings: mailbox.ca: the file \`${terminalText(ca)}\` cannot be read`, exit.usage)
  return imapMailbox({ ...rest, ...(await readLogin(credentials, 'mailbox.credentials')), ca: certificate })
}

/** Takes what lies in a mailbox; answers by the mail server that the settings name, if any. */
export async function takeMailbox(
  settings: Settings,
  mailbox: Mailbox,
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
  return takeMails({ within, mailbox, read: readMail, longest: LONGEST_MAIL, answer, stopping })
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
