import PostalMime, { type Email } from 'postal-mime'

/** What is taken of a mail that asks for something. A From line proves nothing: it is a hint at who may have written. */
export interface MailRead {
  readonly from: string
  readonly cc: readonly string[]
  readonly subject: string
  readonly text: string
}

/** Why nothing is made of a mail, and nothing is answered. */
export type MailIgnored = 'not-a-mail' | 'written-by-a-program' | 'no-sender' | 'too-long'

/** Bytes of a whole message. */
export const LONGEST_MAIL = 1_000_000
const MOST_TEXT = 8000
const MOST_CC = 20

/** Reads one message. What programs write (answers, lists, reports of undelivered mail) is ignored, so that no two programs talk to each other. */
export async function readMail(bytes: Uint8Array): Promise<{ readonly mail: MailRead } | { readonly ignored: MailIgnored }> {
  if (bytes.length > LONGEST_MAIL) return { ignored: 'too-long' }
  const found = await PostalMime.parse(bytes, { maxNestingDepth: 20, maxHeadersSize: 200_000 }).catch(() => undefined)
  if (found === undefined || found.headers.length === 0) return { ignored: 'not-a-mail' }
  if (isFromProgram(found)) return { ignored: 'written-by-a-program' }
  const from = addressOf(found.from)
  if (from === undefined) return { ignored: 'no-sender' }
  const cc = [...(found.to ?? []), ...(found.cc ?? [])].flatMap((one) => addressOf(one) ?? []).slice(0, MOST_CC)
  return { mail: { from, cc, subject: plain(found.subject ?? '', 200), text: plain(found.text ?? '', MOST_TEXT) } }
}

function isFromProgram({ headers, from }: Email): boolean {
  const value = (name: string) =>
    headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase()
  const auto = value('auto-submitted')
  return (
    (auto !== undefined && auto !== 'no') ||
    ['bulk', 'list', 'junk', 'auto_reply'].includes(value('precedence') ?? '') ||
    value('list-id') !== undefined ||
    value('return-path') === '<>' ||
    /^(?:mailer-daemon|postmaster|no-?reply)@/i.test(addressOf(from) ?? '')
  )
}

function addressOf(one: Email['from']): string | undefined {
  const address = one?.address?.trim().toLowerCase()
  return address !== undefined && address.length <= 254 && /^[^\s@<>",;:\\]+@[\w.-]+$/.test(address) ? address : undefined
}

/** Text without characters that are not seen, cut to a length. */
function plain(text: string, most: number): string {
  return text
    .replaceAll(/[^\P{C}\n\t]/gu, '')
    .trim()
    .slice(0, most)
}
