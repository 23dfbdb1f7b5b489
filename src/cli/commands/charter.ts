import { randomUUID } from 'node:crypto'
import { systemOutside } from '../../config/outside.ts'
import { diffCharters } from '../../charter/diff.ts'
import type { CharterSource } from '../../charter/source.ts'
import type { State } from '../../ledger/state.ts'
import type { Instant } from '../../kernel/instant.ts'
import { parseDuration, type Duration } from '../../kernel/duration.ts'
import { terminalText } from '../../render/terminal.ts'
import { proposalJson } from '../../server/views/charter-proposal.ts'
import { judgeChange } from '../../safety/change.ts'
import { liveRoster } from '../../safety/live-roster.ts'
import { adoptCharter } from '../../workflow/adopt-charter.ts'
import { charterDocument } from '../../workflow/charter-document.ts'
import { noFacts } from '../../workflow/facts.ts'
import type { Instance } from '../../workflow/instance.ts'
import { knownNow } from '../../workflow/known.ts'
import { commentOnCharter, proposeCharter, setCharterStatus, voteOnCharter, type CharterAnswer } from '../../workflow/propose-charter.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { needCharter } from '../charter-files.ts'
import { dataOption, exit, required, StopError, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readMoment } from '../moment.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { judgementLines } from '../print-change.ts'
import { adoptionJson, adoptionText, proposalLines } from '../print-charter.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

const VERBS = ['list', 'propose', 'open', 'withdraw', 'comment', 'approve', 'refuse', 'adopt'] as const

export const charterCommand: Command = {
  help: `\`list\` shows what is proposed; with PROPOSAL, the entry of one, what it would change, whom it concerns, what speaks against it, and what was said. \`propose CHARTER\` proposes a text, open for feedback at once or, with --draft, after \`open\`; its author may \`withdraw\` it.
\`comment\` says something everybody can read: a comment, a question, a disadvantage, or the author's one reply to each (--to). After the time for feedback those whom the charter names under \`amendments\` \`approve\` or \`refuse\`, each confirming with --feedback-read.
\`adopt\` puts it into force after checking all of it again. It is refused where \`writ diff\` would be for the present holders; whoever may change the charter overrides that with --override and a reason, which the log shows. With --from it is decided now and comes into force then, after being looked at again; \`withdraw\` or another adoption takes its place. Grants that are no longer allowed are listed and get a grace. Where the charter says \`by: none\` the operator adopts, a proposal or a CHARTER.`,
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    draft: { type: 'boolean', help: 'propose: not open for feedback yet' },
    text: { type: 'string', value: 'TEXT', help: 'comment: the words' },
    form: { type: 'string', value: 'F', help: 'comment: comment (default), question, disadvantage or reply' },
    to: { type: 'string', value: 'ENTRY', help: 'reply: the comment it answers' },
    'feedback-read': { type: 'boolean', help: 'approve, refuse, adopt: you have read the feedback' },
    states: { type: 'string', multiple: true, value: 'ID', help: 'approve: a statement made with it; may stand several times' },
    override: { type: 'boolean', help: 'adopt although the change is refused' },
    from: {
      type: 'string',
      value: 'DATE',
      help: 'adopt: in force from this day (its beginning, UTC) or moment on; until then the old one is',
    },
    grace: {
      type: 'string',
      value: 'TIME',
      help: 'adopt: how long grants keep their effect that are no longer allowed (default: 30 days)',
    },
    key: { type: 'string', value: 'TEXT', help: 'idempotency key' },
    ...callerOptions,
    ...dataOption,
  },
  words: [1, 2],
  async run(invocation) {
    const [verb, word] = invocation.positionals
    if (verb === 'list') return list(invocation, word)
    if (word === undefined && VERBS.some((one) => one === verb))
      throw new UsageError(`\`${verb}\` takes ${verb === 'propose' ? 'a CHARTER' : 'the entry of a proposal'}`)
    switch (verb) {
      case 'propose':
        return propose(invocation, word ?? '')
      case 'open':
      case 'withdraw':
        return answering(invocation, verb === 'open' ? 'opened for feedback' : 'withdrawn', (instance, shared) =>
          setCharterStatus(instance, {
            ...shared,
            proposal: entryNumber(word ?? ''),
            status: verb === 'open' ? 'open' : 'withdrawn',
            reason: invocation.text('reason') ?? (verb === 'open' ? 'ready for feedback' : 'withdrawn'),
          }),
        )
      case 'comment':
        return comment(invocation, word ?? '')
      case 'approve':
      case 'refuse':
        return answering(invocation, verb === 'approve' ? 'approved' : 'refused', (instance, shared) =>
          voteOnCharter(instance, {
            ...shared,
            proposal: entryNumber(word ?? ''),
            decision: verb === 'approve' ? 'approved' : 'refused',
            feedbackRead: invocation.flag('feedback-read'),
            reason: invocation.text('reason'),
            states: invocation.texts('states'),
          }),
        )
      case 'adopt':
        return adopt(invocation, word ?? '')
      default:
        throw new UsageError(`take ${VERBS.map((one) => `\`${one}\``).join(', ')}, not \`${verb ?? ''}\``)
    }
  },
}

interface Shared {
  readonly key: string
  readonly caller: Awaited<ReturnType<typeof callerOf>>
}

async function answering(
  invocation: Invocation,
  done: string,
  act: (instance: Instance, shared: Shared) => Promise<CharterAnswer>,
): Promise<ExitCode> {
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const answer = await act(instance, await sharedOf(invocation, instance))
    const source = await instance.charters.inForce(instance.journal.state)
    const { decision, proposal, entry } = answer
    if (invocation.flag('json')) printJson(invocation.io, { decision, proposal: proposal ?? null, entry: entry ?? null })
    else {
      const what = decision.allowed ? `${done}: the charter proposed in entry ${proposal}` : 'refused'
      invocation.io.out(`${what}\n${formatDecision(decision, source)}\n`)
    }
    return decision.allowed ? exit.fine : exit.findings
  })
}

async function sharedOf(invocation: Invocation, instance: Instance): Promise<Shared> {
  return { key: invocation.text('key') ?? randomUUID(), caller: await callerOf(invocation, instance) }
}

async function propose(invocation: Invocation, path: string): Promise<ExitCode> {
  const reason = required(invocation, 'reason')
  const { files, source: after } = await needCharter(path)
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const { state } = instance.journal
    const before = await instance.charters.inForce(state)
    const judgement = judgeChange(before, after, liveRoster({ state, now: instance.outside.clock.now() }))
    const document = charterDocument(files)
    const shared = await sharedOf(invocation, instance)
    const { decision, proposal, entry } = await proposeCharter(instance, { ...shared, document, reason, draft: invocation.flag('draft') })
    if (invocation.flag('json')) printJson(invocation.io, { decision, proposal: proposal ?? null, entry: entry ?? null })
    else {
      const lines = decision.allowed
        ? [`proposed: entry ${proposal}; \`writ charter list ${proposal}\` shows what it would change`, ...judgementLines(judgement, after)]
        : ['refused', formatDecision(decision, before)]
      invocation.io.out(`${lines.join('\n')}\n`)
    }
    return decision.allowed ? exit.fine : exit.findings
  })
}

const FORMS = ['comment', 'question', 'disadvantage', 'reply'] as const

async function comment(invocation: Invocation, word: string): Promise<ExitCode> {
  const [text, proposal, to] = [required(invocation, 'text'), entryNumber(word), invocation.text('to')]
  const form = FORMS.find((one) => one === (invocation.text('form') ?? (to === undefined ? 'comment' : 'reply')))
  if (form === undefined) throw new UsageError(`--form is \`${invocation.text('form')}\`; take ${FORMS.join(', ')}`)
  return answering(invocation, 'said', (instance, shared) =>
    commentOnCharter(instance, { ...shared, proposal, form, text, to: to === undefined ? undefined : entryNumber(to) }),
  )
}

async function adopt(invocation: Invocation, word: string): Promise<ExitCode> {
  const grace = durationOf(invocation.text('grace'))
  const date = invocation.text('from')
  const from = date === undefined ? undefined : readMoment(date, 'from', 'start')
  const named = /^\d+$/.test(word)
  const own = named ? undefined : await needCharter(word)
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const answer = await adoptCharter(instance, {
      ...(await sharedOf(invocation, instance)),
      what: own === undefined ? { proposal: entryNumber(word) } : { document: charterDocument(own.files), source: own.source },
      reason: invocation.text('reason'),
      feedbackRead: invocation.flag('feedback-read'),
      override: invocation.flag('override'),
      grace,
      from,
    })
    const { state } = instance.journal
    const now = await instance.charters.inForce(state)
    const proposed = state.charterProposal(named ? entryNumber(word) : -1)
    const after = own?.source ?? (proposed === undefined ? now : await instance.charters.read(proposed.hash))
    if (invocation.flag('json')) printJson(invocation.io, adoptionJson(answer))
    else invocation.io.out(adoptionText(answer, now, after))
    return answer.decision.allowed ? exit.fine : exit.findings
  })
}

function durationOf(text: string | undefined): Duration | undefined {
  if (text === undefined) return undefined
  const duration = parseDuration(text)
  if (!duration.ok) throw new UsageError(`--grace: ${duration.error}`)
  return duration.value
}

async function list(invocation: Invocation, word: string | undefined): Promise<ExitCode> {
  const wanted = word === undefined ? undefined : entryNumber(word)
  const settings = await readSettings(invocation)
  const now = systemOutside().clock.now()
  return withView(settings, async ({ state }, charters) => {
    const before = await charters.inForce(state)
    const proposals = [...state.charterProposals()].filter(({ id }) => wanted === undefined || id === wanted)
    if (wanted !== undefined && proposals.length === 0) throw new StopError(`writ: entry ${wanted} proposes no charter`)
    const known = knownNow(before.charter, state, now, noFacts)
    if (invocation.flag('json')) {
      printJson(invocation.io, { proposals: proposals.map((one) => proposalJson(known, one)) })
      return exit.fine
    }
    for (const one of proposals) {
      const lines = [...proposalLines(known, one)]
      if (wanted !== undefined) lines.push(...changeLines(before, await charters.read(one.hash), state, now))
      invocation.io.out(`${lines.join('\n')}\n`)
    }
    if (proposals.length === 0) invocation.io.out('nothing is proposed; `writ charter propose CHARTER --reason TEXT` does\n')
    return exit.fine
  })
}

/** What the text would change, whom it concerns and what speaks against it, as things stand. */
function changeLines(before: CharterSource, after: CharterSource, state: State, now: Instant): readonly string[] {
  const changes = diffCharters(before.charter, after.charter).map(
    ({ summary, clause }) => `${terminalText(summary, 300)} [${terminalText(clause)}]`,
  )
  return [...changes, ...judgementLines(judgeChange(before, after, liveRoster({ state, now })), after)]
}
