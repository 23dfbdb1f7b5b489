import { LONGEST_MAIL, readMail } from '../../notify/read-mail.ts'
import { keepDraft } from '../../workflow/mail-drafts/drafts.ts'
import { connectChannels } from '../connect-channels.ts'
import { dataOption, exit, type Command } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { printJson } from '../print-json.ts'

export const mailCommand: Command = {
  help: `Reads one mail from standard input, as a mail server pipes it, and keeps a draft of a request: subject and body, nothing more. It is answered with how to go on. A draft counts as nothing, for a From line proves nothing: its sender sends it logged in (\`writ request --draft ID\`), and whoever decides decides logged in. What programs write is ignored without an answer. In /etc/aliases: rights: "|/usr/bin/writ mail --data /srv/writ".`,
  options: { ...dataOption },
  words: [0, 0],
  async run(invocation) {
    const { io } = invocation
    const read = await readMail(await standardInput())
    if ('ignored' in read) {
      if (invocation.flag('json')) printJson(io, { draft: null, answered: false, ignored: read.ignored })
      else io.out(`nothing was made of it: ${read.ignored}\n`)
      return exit.fine
    }
    const settings = await readSettings(invocation)
    const channels = await connectChannels(settings)
    const { draft, answer, title } = await withInstance(settings, {}, async (instance) => ({
      ...(await keepDraft(instance, read.mail)),
      title: (await instance.charters.inForce(instance.journal.state)).charter.title,
    }))
    const mail = answer ? channels.find(({ outbox }) => outbox.id === 'mail')?.outbox : undefined
    const sent = await mail
      ?.send({
        key: `draft/${draft.id}`,
        to: draft.from,
        thread: `draft/${draft.id}`,
        subject: `Your mail is a draft and counts as nothing yet - ${title}`,
        text: [
          'Your mail was kept as a draft of a request. Nobody has been asked yet.',
          `If you wrote it, send it logged in: \`writ request --draft ${draft.id} --role ROLE\`. \`writ request --find WORDS\` finds the role that does what you hope to do.`,
          'If you did not write it, do nothing: the draft is gone after 30 days.',
          ...(settings.url === undefined ? [] : [`Pages: ${settings.url}`]),
        ],
      })
      .then(
        () => true,
        () => false,
      )
    if (invocation.flag('json')) printJson(io, { draft: draft.id, answered: sent ?? false, ignored: null })
    else io.out(`kept as draft ${draft.id}, ${sent === true ? 'answered' : 'not answered'}\n`)
    return exit.fine
  },
}

async function standardInput(): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    length += part.length
    // the rest is read and thrown away, or the mail server would take the pipe for broken
    if (length <= LONGEST_MAIL + 1) parts.push(part)
  }
  return length > LONGEST_MAIL ? new Uint8Array(LONGEST_MAIL + 1) : Buffer.concat(parts)
}
