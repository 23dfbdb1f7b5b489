import type { Message } from '../workflow/ports.ts'
import type { Place } from './texts.ts'

/** What the sender of a mail is answered when a draft was made of it. */
export function draftAnswer({ draft, to }: { readonly draft: string; readonly to: string }, { site, url }: Place): Message {
  return {
    key: `draft/${draft}`,
    to,
    thread: `draft/${draft}`,
    subject: `Your mail is a draft and counts as nothing yet - ${site}`,
    text: [
      'Your mail was kept as a draft of a request. Nobody has been asked yet.',
      ...(url === undefined
        ? []
        : [`If you wrote it, look at it there, logged in, and make a request of it: ${url.replace(/\/+$/, '')}/drafts/${draft}`]),
      `${url === undefined ? 'If you wrote it, send it logged in' : 'On the command line'}: \`writ request --draft ${draft} --role ROLE\`. \`writ request --find WORDS\` finds the role that does what you hope to do.`,
      'If you did not write it, do nothing: the draft is gone after 30 days.',
    ],
  }
}
