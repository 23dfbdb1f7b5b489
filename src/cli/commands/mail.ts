import { draftAnswer } from '../../notify/draft-answer.ts'
import { LONGEST_MAIL, readMail } from '../../notify/read-mail.ts'
import { terminalText } from '../../render/terminal.ts'
import { WriterBusyError } from '../../server/serving.ts'
import { keepDraft } from '../../workflow/mail-drafts/drafts.ts'
import { connectChannels } from '../connect-channels.ts'
import { connectMailbox, sayTaken, takeMailbox } from '../connect-mailbox.ts'
import { dataOption, exit, StopError, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { printJson } from '../print-json.ts'
import { shareInstance } from '../share-instance.ts'

export const mailCommand: Command = {
  help: `Reads one mail from standard input, as a mail server pipes it, and keeps a draft of a request: subject and body, nothing more. It is answered with how to go on. A draft counts as nothing, for a From line proves nothing: its sender sends it logged in (\`writ request --draft ID\`), and whoever decides decides logged in. What programs write is ignored without an answer. In /etc/aliases: rights: "|/usr/bin/writ mail --data /srv/writ". \`fetch\` does the same with every mail in the mailbox that the settings name (\`mailbox\`), each once, and moves it away; \`writ serve\` does it once a minute (docs/guides/mail.md).`,
  options: { ...dataOption },
  words: [0, 1],
  async run(invocation) {
    const [verb] = invocation.positionals
    if (verb !== undefined && verb !== 'fetch') throw new UsageError(`take \`fetch\` or no word, not \`${verb}\``)
    return verb === 'fetch' ? fetchMails(invocation) : readOne(invocation)
  },
}

async function readOne(invocation: Invocation): Promise<ExitCode> {
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
  const sent = await mail?.send(draftAnswer({ draft: draft.id, to: draft.from }, { site: title, url: settings.url })).then(
    () => true,
    () => false,
  )
  if (invocation.flag('json')) printJson(io, { draft: draft.id, answered: sent ?? false, ignored: null })
  else io.out(`kept as draft ${draft.id}, ${sent === true ? 'answered' : 'not answered'}\n`)
  return exit.fine
}

async function fetchMails(invocation: Invocation): Promise<ExitCode> {
  const { io } = invocation
  const settings = await readSettings(invocation)
  const mailbox = await connectMailbox(settings)
  if (mailbox === undefined)
    throw new StopError('writ: the settings name no `mailbox` to fetch mails from (docs/guides/mail.md)', exit.usage)
  const shared = shareInstance(settings, new AbortController().signal)
  const taken = await takeMailbox(settings, mailbox, shared.write).catch((error: unknown) => {
    throw error instanceof WriterBusyError ? new StopError(`writ: ${error.message}`, exit.unavailable) : error
  })
  await shared.idle()
  if (invocation.flag('json')) printJson(io, taken)
  else {
    io.out(`${terminalText(sayTaken({ ...taken, problems: [] }) ?? 'nothing was there', 2000)}\n`)
    for (const problem of taken.problems) io.err(`writ: ${terminalText(problem, 400)}\n`)
  }
  return taken.problems.length > 0 ? exit.unavailable : exit.fine
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
