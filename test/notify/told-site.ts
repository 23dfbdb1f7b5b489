/** A small site whose people have addresses, and a mail server that keeps what they are told. */
import { mailOutbox } from '../../src/notify/mail.ts'
import { wordsAt } from '../../src/notify/digest.ts'
import { draft } from '../../src/ledger/entry.ts'
import { deliver, type Channel } from '../../src/workflow/outbox/deliver.ts'
import type { Instance } from '../../src/workflow/instance.ts'
import { smallSite, type SmallSite } from '../support/small-site.ts'
import type { MailServer } from './mail-server.ts'

const people = ['ash', 'birch', 'cedar', 'elm', 'fir']
/** Words that no message may hold. */
export const SECRET = 'Only ash may know of Mount Doom'

/** Ash and Birch decide on requests for `porter`. */
export async function site(title = 'Porter'): Promise<SmallSite & { readonly told: Instance }> {
  const made = await smallSite({
    groups: '    porter: { rights: delete }\n',
    roles: `  porter: { title: ${JSON.stringify(title)}, purpose: Carries, gives: { wiki: porter }, request: { stages: [{ by: steward }] } }
facts: { mail: { text: Address, source: people, type: text, set_by: others } }
`,
  })
  const facts = people.map((name) => ({ fact: 'mail', about: name, value: `${name}@example.org`, asOf: made.played.now }))
  const source = { id: 'people', read: () => Promise.resolve({ kind: 'complete' as const, asOf: made.played.now, facts }) }
  return Object.assign(made, { told: { ...made.instance, sources: [source] } })
}

export const mailOf = (server: MailServer): Channel => ({
  outbox: mailOutbox({ host: '127.0.0.1', port: server.port, security: 'none', from: 'Writ <writ@example.org>' }),
  takes: () => true,
  address: 'mail',
})

export const send = (instance: Instance, ...channels: readonly Channel[]) =>
  deliver(instance, channels, wordsAt({ site: 'A small site', url: 'https://rights.example.org' }))

/** A request for `porter`. */
export const file = (made: SmallSite, subject = 'elm') =>
  made.write(
    draft('request.filed', {
      subject: made.subjectOf(subject),
      by: made.subjectOf(subject),
      role: 'porter',
      use_case: SECRET,
      content: 'c'.repeat(64),
    }),
  )

/** A field of the head of a message, folded lines and all. */
export const header = (text: string, name: string) => new RegExp(`^${name}: (.*(?:\r?\n[ \t].*)*)`, 'im').exec(text)?.[1] ?? ''
