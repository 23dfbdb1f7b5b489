import { randomUUID } from 'node:crypto'
import { alwaysAtOnce } from '../../decide/tells/urgency.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { nearest } from '../../kernel/nearest.ts'
import { wordsAt } from '../../notify/digest.ts'
import { terminalText } from '../../render/terminal.ts'
import type { Settings } from '../../config/settings.ts'
import type { Instance } from '../../workflow/instance.ts'
import { deliver, lookAtOutbox } from '../../workflow/outbox/deliver.ts'
import { PACES } from '../../workflow/outbox/pace.ts'
import { noticePreferences, PERSONAL_CHANNELS } from '../../workflow/outbox/preferences.ts'
import { setNoticePreferences } from '../../workflow/set-notice-preferences.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { connectChannels } from '../connect-channels.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const noticesCommand: Command = {
  help: `Messages to people: what waits to be sent and what was given up. \`send\` tells people now of what happened since the last time, by the ways that the settings name (\`mail\`, \`chat\`); \`writ serve\` does it once a minute. \`choose mail daily\` (or weekly, off, at-once) is a person's word on how they are told what need not be told at once; \`choose\` alone shows what they chose and what comes at once in any case. Who is told what, and why: docs/spec/notices.md. The first \`send\` of an installation begins with what happens from then on.`,
  options: { ...callerOptions, ...dataOption },
  words: [0, 3],
  async run(invocation) {
    const [verb, ...words] = invocation.positionals
    if (verb !== undefined && verb !== 'send' && verb !== 'choose')
      throw new UsageError(`take \`send\`, \`choose\` or no word, not \`${verb}\``)
    if (verb !== 'choose' && words.length > 0) throw new UsageError(`\`${words[0]}\` stands for nothing here`)
    const chosen = verb === 'choose' ? readChoice(words) : undefined
    const settings = await readSettings(invocation)
    const channels = verb === 'send' ? await connectChannels(settings) : []
    return withInstance(settings, {}, async (instance) => {
      if (verb === 'choose') return choose(invocation, instance, chosen)
      return verb === 'send' ? send(invocation, instance, settings, channels) : look(invocation, instance)
    })
  },
}

async function look(invocation: Invocation, { store }: Instance): Promise<ExitCode> {
  const { io } = invocation
  const { waiting, failed } = await lookAtOutbox(store)
  if (invocation.flag('json')) printJson(io, { waiting: waiting.map((one) => ({ ...one, next: formatInstant(one.next) })), failed })
  else {
    for (const { key, attempts, next } of waiting) {
      const when = next > 0 ? `, not before ${formatInstant(next)}` : ''
      io.out(`${terminalText(key)}: ${attempts === 0 ? 'not tried yet' : `${attempts} times tried`}${when}\n`)
    }
    for (const { key, why } of failed) io.out(`given up: ${terminalText(key)}: ${terminalText(why)}\n`)
    io.out(`${waiting.length} wait, ${failed.length} given up\n`)
  }
  return exit.fine
}

async function send(
  invocation: Invocation,
  instance: Instance,
  { url }: Settings,
  channels: Awaited<ReturnType<typeof connectChannels>>,
): Promise<ExitCode> {
  const { io } = invocation
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const answer = await deliver(instance, channels, wordsAt({ site: charter.title, url }))
  if (invocation.flag('json')) printJson(io, answer)
  else {
    for (const one of answer.failed) io.err(`given up: ${terminalText(one, 300)}\n`)
    for (const one of answer.down) io.err(`${one} does not answer: what it was to carry waits\n`)
    const unwanted = answer.unwanted === 0 ? '' : `, ${answer.unwanted} not wanted by their readers`
    io.out(`${answer.sent} sent, ${answer.waiting} wait, ${answer.unreachable} without an address${unwanted}\n`)
  }
  return answer.failed.length > 0 || answer.down.length > 0 ? exit.unavailable : exit.fine
}

type Choice = Parameters<typeof setNoticePreferences>[1]['paces']

/** What `choose` is followed by: nothing, or a channel and how one is told there. */
function readChoice([channel, pace, ...more]: readonly string[]): Choice | undefined {
  if (channel === undefined) return undefined
  if (more.length > 0 || pace === undefined) throw new UsageError('take `choose CHANNEL PACE`, as in `choose mail daily`')
  if (channel === 'chat') throw new UsageError('a room of a chat is told once for all who read there; nobody chooses for it')
  return { [known(PERSONAL_CHANNELS, channel, 'channel')]: known(PACES, pace, 'pace') }
}

function known<T extends string>(all: readonly T[], text: string, what: string): T {
  const found = all.find((one) => one === text)
  if (found !== undefined) return found
  const near = nearest(text, all)
  throw new UsageError(
    `there is no ${what} \`${terminalText(text)}\`; ${near === undefined ? `take ${all.join(', ')}` : `did you mean \`${near}\`?`}`,
  )
}

async function choose(invocation: Invocation, instance: Instance, paces: Choice | undefined): Promise<ExitCode> {
  const { io } = invocation
  const caller = await callerOf(invocation, instance)
  const decision = await setNoticePreferences(instance, { key: randomUUID(), caller, paces: paces ?? {} })
  const { actor } = caller
  const preferences = actor.kind === 'person' ? await noticePreferences(instance.store, actor.subject) : undefined
  if (invocation.flag('json')) printJson(io, { decision, preferences: preferences ?? null, always: alwaysAtOnce })
  else if (preferences === undefined)
    io.out(`refused\n${formatDecision(decision, await instance.charters.inForce(instance.journal.state))}\n`)
  else {
    for (const [channel, pace] of Object.entries(preferences)) io.out(`${channel}: ${pace}\n`)
    io.out(`at once in any case: ${alwaysAtOnce.map(({ template }) => template).join(', ')}\n`)
  }
  return decision.allowed ? exit.fine : exit.findings
}
