import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { ImapFlow, ImapFlowError } from 'imapflow'
import { MailboxError, type Mailbox, type OpenMailbox } from '../workflow/mail-drafts/mailbox.ts'
import { LONGEST_MAIL } from './read-mail.ts'

export interface MailboxSettings {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte, `starttls` before anything is said, `none` on this machine only. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string
  readonly password: string
  /** Text of the authority's certificate, where it is not a public one. */
  readonly ca?: string | undefined
  readonly folder: string
  /** Where messages go of which a draft was made, and of which none was. */
  readonly treated: string
  readonly aside: string
  /** Milliseconds without a word of the server; default 30 seconds. */
  readonly patience?: number
}

const MOST_LISTED = 500
const PATIENCE_MS = 30_000
const FAREWELL_MS = 1000
/** A response holds one message and little else. */
const MOST_RESPONSE = LONGEST_MAIL + 100_000

/** A mailbox of an IMAP server (RFC 3501, RFC 9051). Nothing of what the server says gets into an error but codes. */
export function imapMailbox(settings: MailboxSettings): Mailbox {
  const { host, port, user, folder } = settings
  return {
    id: createHash('sha256')
      .update(JSON.stringify([host, port, user, folder]))
      .digest('hex')
      .slice(0, 16),
    async open() {
      const client = await connect(settings)
      try {
        const { uidValidity } = await client.mailboxOpen(folder)
        return openMailbox(client, String(uidValidity), settings)
      } catch (error) {
        client.close()
        if (problemOf(error).mailboxMissing === true) throw new MailboxError(`there is no folder \`${folder}\` to read`, { over: true })
        throw failure(error, `the folder \`${folder}\` cannot be opened`, { over: true })
      }
    },
  }
}

async function connect({ host, port, security, user, password, ca, patience = PATIENCE_MS }: MailboxSettings): Promise<ImapFlow> {
  // loaded where it is used: few commands read mail
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    auth: { user, pass: password },
    tls: ca === undefined ? {} : { ca },
    logger: false,
    clientInfo: { name: 'writ' },
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    maxLineLength: 1_000_000,
    maxLiteralSize: MOST_RESPONSE,
    maxResponseSize: 2 * MOST_RESPONSE,
  })
  // whatever waits for the connection hears of it too
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    client.close()
    const { authenticationFailed, tlsFailed, code } = problemOf(error)
    if (authenticationFailed === true)
      throw failure(error, 'the mail server refuses the login of the mailbox', { over: true, advice: 'look at `mailbox.credentials`' })
    if (tlsFailed === true || /CERT|TLS|SSL|ALTNAME/.test(code ?? ''))
      throw failure(error, 'no connection with the mail server of the mailbox can be trusted', {
        over: true,
        advice: 'look at `mailbox.security` and `mailbox.ca`; without encryption nothing is said to it',
      })
    throw failure(error, 'the mail server of the mailbox does not answer', { over: true })
  }
}

function openMailbox(client: ImapFlow, validity: string, { treated, aside }: MailboxSettings): OpenMailbox {
  const asked = async <T>(what: string, step: () => Promise<T>): Promise<T> => {
    try {
      return await step()
    } catch (error) {
      if (error instanceof MailboxError) throw error
      throw failure(error, what, { over: !client.usable })
    }
  }
  const moved = (uid: number, place: string) => client.messageMove(String(uid), place, { uid: true })
  return {
    validity,
    list: () =>
      asked('the mails of the mailbox cannot be listed', async () => {
        const exists = client.mailbox === false ? 0 : client.mailbox.exists
        const last = Math.min(exists, MOST_LISTED)
        const found = last === 0 ? [] : await client.fetchAll(`1:${last}`, { uid: true, size: true })
        return { messages: found.map(({ uid, size }) => ({ uid, size: size ?? 0 })), all: last === exists }
      }),
    read: (uid) =>
      asked(`mail ${uid} cannot be read`, async () => {
        const found = await client.fetchOne(String(uid), { source: { maxLength: LONGEST_MAIL + 1 } }, { uid: true })
        if (found === false) return undefined
        if (found.source === undefined) throw new MailboxError(`mail ${uid} cannot be read: the server sends nothing`, { over: false })
        return found.source
      }),
    move: (uid, to) =>
      asked(`mail ${uid} cannot be moved`, async () => {
        const place = to === 'treated' ? treated : aside
        if ((await moved(uid, place)) !== false) return
        // it may be that there is no such folder yet
        await client.mailboxCreate(place)
        if ((await moved(uid, place)) !== false) return
        throw new MailboxError(`mails cannot be moved to \`${place}\`: the server refuses it`, { over: !client.usable })
      }),
    async close() {
      // a server that does not take leave is left without
      const late = new AbortController()
      await Promise.race([client.logout(), setTimeout(FAREWELL_MS, undefined, { signal: late.signal })]).catch(() => undefined)
      late.abort()
      client.close()
    },
  }
}

const problemOf = (error: unknown): ImapFlowError => (error instanceof Error ? error : new Error('it failed'))

/** An error without the words of the server: they may repeat what was said to it. */
function failure(error: unknown, what: string, { over, advice }: { readonly over: boolean; readonly advice?: string }): MailboxError {
  const { serverResponseCode, code, responseStatus } = problemOf(error)
  const why = [serverResponseCode, code, responseStatus].find((one) => one !== undefined && /^[\w-]{1,40}$/.test(one))
  return new MailboxError(`${what}${why === undefined ? '' : ` (${why})`}${advice === undefined ? '' : `: ${advice}`}`, { over })
}
