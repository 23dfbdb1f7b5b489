import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { formatInstant } from '../../kernel/instant.ts'
import { terminalText } from '../../render/terminal.ts'
import { requestJson } from '../../server/views/request.ts'
import { readFacts } from '../../workflow/facts.ts'
import type { Instance } from '../../workflow/instance.ts'
import { knownNow } from '../../workflow/known.ts'
import type { RequestAnswer } from '../../workflow/request/answer.ts'
import { fileRequest, type FiledFor } from '../../workflow/request/file.ts'
import { amendRequest } from '../../workflow/request/amend.ts'
import { answerQuestion, appealRequest, askBack, commentOnRequest, stateInRequest } from '../../workflow/request/talk.ts'
import { objectToGrant } from '../../workflow/object-to-grant.ts'
import type { RequestCommand } from '../../workflow/request/act.ts'
import { draftFor, dropDraft, useCaseOf } from '../../workflow/mail-drafts/drafts.ts'
import type { Caller } from '../../workflow/caller.ts'
import { withdrawRequest } from '../../workflow/request/withdraw.ts'
import { systemOutside } from '../../config/outside.ts'
import { checksOf } from '../../decide/request/evidence.ts'
import { findRoles } from '../../decide/request/find-roles.ts'
import type { Entry } from '../../ledger/entry.ts'
import { publicView } from '../../ledger/public-view.ts'
import { publicSentence } from '../../render/public-sentence.ts'
import { actingPerson, handleOf, type Known } from '../../decide/question.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, StopError, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { askedEnd, endOptions } from '../moment.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'
import { connectSources } from '../connect.ts'
import { withView } from '../open-view.ts'
import { publicNaming } from '../public-naming.ts'
import { checkLine, requestLines } from '../print-request.ts'

const VERBS = ['list', 'show', 'amend', 'ask', 'answer', 'comment', 'state', 'appeal', 'object', 'withdraw'] as const

export const requestCommand: Command = {
  help: `Without a word it asks for --role: for oneself, for --person, or for everybody of --persons-file (one handle a line), each checked by itself. --check only says what is missing, with the evidence, and who would decide; nothing is sent.
With --find it says which rights and roles fit what somebody hopes to do, and what each would give beyond that.
\`list\` shows what is open, \`show ENTRY\` one request with its stages and who can decide it now; \`withdraw ENTRY\` takes it back, \`amend ENTRY\` changes it: what is not named stays, and approvals given are void.
Who decides \`ask\`s back with --text, or for a statement with --statement; who asks \`answer\`s, and \`state\`s what the role asks of its holder where somebody else asked. A refusal is \`appeal\`ed with --text as often as the charter says; against an announced grant members \`object GRANT\`. \`writ approve ENTRY\` and \`writ refuse ENTRY\` decide it.`,
  options: {
    role: { type: 'string', value: 'ROLE', help: 'the role asked for' },
    person: { type: 'string', value: 'HANDLE', help: 'for whom (default: oneself)' },
    'persons-file': { type: 'string', value: 'FILE', help: 'for all of these: a handle a line, `-` reads them from standard input' },
    because: { type: 'string', value: 'TEXT', help: 'the use case: what it is for' },
    draft: {
      type: 'string',
      value: 'ID',
      help: 'what a mail of one’s own asked for: its words are the use case unless --because says another',
    },
    account: { type: 'string', value: 'NAME', help: 'the account, where the person has several' },
    target: { type: 'string', value: 'T', help: 'only on this target of the role' },
    scope: { type: 'string', value: 'PART', help: 'the part of the role asked for, where it has parts' },
    answer: { type: 'string', multiple: true, value: 'ID=TEXT', help: 'the answer to a question of the role; may stand several times' },
    states: { type: 'string', multiple: true, value: 'ID', help: 'a statement made with it; may stand several times' },
    find: { type: 'string', value: 'WORDS', help: 'what you hope to do, or the name of a right: the least roles that give it' },
    check: { type: 'boolean', help: 'only say what would become of it and what is missing' },
    text: { type: 'string', value: 'TEXT', help: 'ask, answer, comment, appeal, object: the words' },
    statement: { type: 'string', value: 'ID', help: 'ask, state: the statement' },
    question: { type: 'string', value: 'ENTRY', help: 'answer: which question (default: the last open one)' },
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    key: { type: 'string', value: 'TEXT', help: 'idempotency key' },
    ...endOptions,
    ...callerOptions,
    ...dataOption,
  },
  words: [0, 2],
  async run(invocation) {
    const [verb, word] = invocation.positionals
    if (verb === undefined) return invocation.text('find') === undefined ? file(invocation) : find(invocation)
    if (verb !== 'list' && word === undefined && VERBS.some((one) => one === verb))
      throw new UsageError(`\`${verb}\` takes the entry of a request`)
    const act = ACTS[verb]
    if (act !== undefined) return takePart(invocation, word ?? '', act)
    switch (verb) {
      case 'list':
        return list(invocation)
      case 'show':
        return show(invocation, entryNumber(word ?? ''))
      default:
        throw new UsageError(`take ${VERBS.map((one) => `\`${one}\``).join(', ')} or no word at all, not \`${verb}\``)
    }
  },
}

async function file(invocation: Invocation): Promise<ExitCode> {
  const role = required(invocation, 'role')
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const caller = await callerOf(invocation, instance)
    const self = actingPerson(caller.actor)
    const own = self === undefined ? [] : [handleOf(instance.journal.state, self)]
    const target = invocation.text('target')
    const dryRun = invocation.flag('check')
    const draft = await draftOf(invocation, instance, settings.mail?.address, caller)
    const answers = await fileRequest(instance, {
      key: invocation.text('key') ?? randomUUID(),
      caller,
      role,
      handles: (await personsOf(invocation)) ?? own,
      account: invocation.text('account'),
      targets: target === undefined ? undefined : [target],
      scope: invocation.text('scope'),
      end: askedEnd(invocation),
      useCase: invocation.text('because') ?? draft?.useCase,
      answers: Object.fromEntries(invocation.texts('answer').map(answerOf)),
      states: invocation.texts('states'),
      dryRun,
    })
    const isSent = answers.some(({ decision }) => decision.outcome === 'allowed' || decision.outcome === 'pending')
    if (draft !== undefined && isSent && !dryRun) await dropDraft(instance, draft.id)
    if (answers.length === 0) throw new UsageError('say for whom: --person, --persons-file, or who you are')
    const source = await instance.charters.inForce(instance.journal.state)
    if (invocation.flag('json'))
      printJson(invocation.io, { sent: !dryRun, requests: answers.map((one) => ({ person: one.person, ...toJson(one) })) })
    else
      for (const answer of answers) {
        const { outcome } = answer.decision
        const what =
          outcome === 'allowed'
            ? dryRun
              ? 'would be granted at once'
              : `granted (entry ${answer.grant})`
            : outcome === 'pending'
              ? dryRun
                ? 'can be sent'
                : `asked for (entry ${answer.request})`
              : outcome === 'unknown'
                ? 'held'
                : 'refused'
        invocation.io.out(`${what}: ${terminalText(role)}, ${terminalText(answer.person)}\n${formatDecision(answer.decision, source)}\n`)
        for (const remark of answer.remarks) invocation.io.out(`  note: ${terminalText(remark, 400)}\n`)
        if (dryRun) await printBefore(invocation, instance, role, answer)
        else if (answer.request !== undefined && !answer.done) await printStanding(invocation, instance, answer.request)
      }
    return answers.every(({ decision }) => decision.outcome === 'allowed' || decision.outcome === 'pending') ? exit.fine : exit.findings
  })
}

/** The draft of `--draft`, which only its sender can take up, logged in. */
async function draftOf(
  invocation: Invocation,
  instance: Instance,
  address: string | undefined,
  { actor }: Caller,
): Promise<{ readonly id: string; readonly useCase: string } | undefined> {
  const id = invocation.text('draft')
  if (id === undefined) return undefined
  const found = address === undefined || actor.kind !== 'person' ? undefined : await draftFor(instance, id, actor.subject, address)
  if (found === undefined)
    throw new StopError(
      `writ: there is no draft \`${terminalText(id)}\` of yours; a mail becomes one, and only its sender takes it up, logged in`,
    )
  return { id, useCase: useCaseOf(found) }
}

async function personsOf(invocation: Invocation): Promise<readonly string[] | undefined> {
  const [person, path] = [invocation.text('person'), invocation.text('persons-file')]
  if (person !== undefined && path !== undefined) throw new UsageError('take one of --person and --persons-file')
  if (person !== undefined) return [person]
  if (path === undefined) return undefined
  const text = await readFile(path === '-' ? '/dev/stdin' : path, 'utf8').catch(() => {
    throw new StopError(`writ: \`${terminalText(path)}\` cannot be read`, exit.usage)
  })
  const handles = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (handles.length === 0) throw new StopError(`writ: \`${terminalText(path)}\` names nobody`, exit.usage)
  return handles
}

function answerOf(text: string): readonly [string, string] {
  const sign = text.indexOf('=')
  if (sign < 1) throw new UsageError(`\`--answer ${text}\` must be ID=TEXT`)
  return [text.slice(0, sign), text.slice(sign + 1)]
}

interface Act {
  readonly done: string
  run(invocation: Invocation, instance: Instance, shared: RequestCommand): Promise<RequestAnswer>
}

const ACTS: Readonly<Record<string, Act>> = {
  withdraw: {
    done: 'withdrawn',
    run: (invocation, instance, shared) => withdrawRequest(instance, { ...shared, reason: invocation.text('reason') }),
  },
  amend: {
    done: 'changed',
    run: (invocation, instance, shared) =>
      amendRequest(instance, {
        ...shared,
        useCase: invocation.text('because'),
        account: invocation.text('account'),
        end: invocation.text('until') === undefined && !invocation.flag('ongoing') ? undefined : askedEnd(invocation),
        answers: Object.fromEntries(invocation.texts('answer').map(answerOf)),
      }),
  },
  ask: {
    done: 'asked back',
    run: (invocation, instance, shared) =>
      askBack(instance, { ...shared, text: required(invocation, 'text'), statement: invocation.text('statement') }),
  },
  answer: {
    done: 'answered',
    run: (invocation, instance, shared) => {
      const question = invocation.text('question')
      return answerQuestion(instance, {
        ...shared,
        text: required(invocation, 'text'),
        question: question === undefined ? undefined : entryNumber(question),
      })
    },
  },
  comment: {
    done: 'said',
    run: (invocation, instance, shared) => commentOnRequest(instance, { ...shared, text: required(invocation, 'text') }),
  },
  state: {
    done: 'stated',
    run: (invocation, instance, shared) => stateInRequest(instance, { ...shared, statement: required(invocation, 'statement') }),
  },
  appeal: {
    done: 'appealed',
    run: (invocation, instance, shared) => appealRequest(instance, { ...shared, text: required(invocation, 'text') }),
  },
  object: {
    done: 'objected',
    run: async (invocation, instance, { request, ...shared }) => ({
      decision: await objectToGrant(instance, { ...shared, grant: request, reason: required(invocation, 'text') }),
      request: undefined,
      done: false,
      grant: request,
      remarks: [],
    }),
  },
}

async function takePart(invocation: Invocation, word: string, act: Act): Promise<ExitCode> {
  const request = entryNumber(word)
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const shared = { key: invocation.text('key') ?? randomUUID(), caller: await callerOf(invocation, instance), request }
    return printAnswer(invocation, instance, await act.run(invocation, instance, shared), `${act.done}: entry ${request}`)
  })
}

async function printAnswer(invocation: Invocation, instance: Instance, answer: RequestAnswer, done: string): Promise<ExitCode> {
  const source = await instance.charters.inForce(instance.journal.state)
  if (invocation.flag('json')) printJson(invocation.io, toJson(answer))
  else
    invocation.io.out(
      `${answer.decision.allowed ? done : 'refused'}\n${formatDecision(answer.decision, source)}\n${answer.remarks.map((one) => `  note: ${terminalText(one, 400)}\n`).join('')}`,
    )
  return answer.decision.allowed ? exit.fine : exit.findings
}

function toJson({ decision, request, done, grant, remarks }: RequestAnswer): object {
  return { decision, request: request ?? null, done, grant: grant ?? null, remarks }
}

/** What is known now, also while a server writes. */
async function looking<T>(invocation: Invocation, look: (known: Known) => T): Promise<T> {
  const settings = await readSettings(invocation)
  return withView(settings, async (view, charters) => {
    const { state } = view
    const { charter } = await charters.inForce(state)
    const facts = await readFacts({ sources: await connectSources(settings), journal: view })
    return look(knownNow(charter, state, systemOutside().clock.now(), facts))
  })
}

function list(invocation: Invocation): Promise<ExitCode> {
  return looking(invocation, (known) => {
    const requests = [...known.state.requests()]
    if (invocation.flag('json'))
      printJson(invocation.io, { at: formatInstant(known.now), requests: requests.map((one) => requestJson(known, one)) })
    else {
      for (const request of requests) invocation.io.out(`${requestLines(known, request).join('\n')}\n`)
      invocation.io.out(`${requests.length === 1 ? 'one request is' : `${requests.length} requests are`} open\n`)
    }
    return exit.fine
  })
}

function show(invocation: Invocation, id: number): Promise<ExitCode> {
  return looking(invocation, (known) => {
    const request = known.state.request(id)
    if (request === undefined) throw new StopError(`writ: entry ${id} is no request`)
    if (invocation.flag('json')) printJson(invocation.io, requestJson(known, request))
    else invocation.io.out(`${requestLines(known, request).join('\n')}\n`)
    return exit.fine
  })
}

function find(invocation: Invocation): Promise<ExitCode> {
  const words = required(invocation, 'find')
  return looking(invocation, ({ charter }) => {
    const found = findRoles(charter, words)
    if (invocation.flag('json'))
      printJson(invocation.io, {
        words,
        rights: found.map((one) => ({ ...one, roles: one.roles.map((role) => ({ ...role, class: role.class ?? null })) })),
      })
    else {
      for (const { right, text, roles } of found) {
        invocation.io.out(`${right}: ${terminalText(text, 200)}\n`)
        for (const { role, title, class: riskClass, beyond } of roles)
          invocation.io.out(
            `  --role ${role} (${terminalText(title)}${riskClass === undefined ? '' : `, ${riskClass}`}): ${beyond.length === 0 ? 'gives nothing beyond that' : `gives ${beyond.length} more: ${beyond.slice(0, 6).join(', ')}${beyond.length > 6 ? ', ...' : ''}`}\n`,
          )
        if (roles.length === 0) invocation.io.out('  no role that can be asked for gives it\n')
      }
      if (found.length === 0) invocation.io.out('nothing fits these words; `writ matrix` lists every right\n')
    }
    return found.length === 0 ? exit.findings : exit.fine
  })
}

async function printStanding(invocation: Invocation, instance: Instance, id: number): Promise<void> {
  const known = await knownIn(instance)
  const request = known.state.request(id)
  if (request !== undefined) invocation.io.out(`${requestLines(known, request).slice(1).join('\n')}\n`)
}

async function knownIn(instance: Instance): Promise<Known> {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  return knownNow(charter, instance.journal.state, instance.outside.clock.now(), await readFacts(instance))
}

/** Before anything is sent: every condition with its evidence, who would decide first, and what the public would read of it. */
async function printBefore(invocation: Invocation, instance: Instance, role: string, answer: FiledFor): Promise<void> {
  const known = await knownIn(instance)
  const subject = known.state.personByHandle(answer.person)?.subject
  if (subject === undefined) return
  const account = answer.grantFields?.['account']
  for (const check of checksOf(known, role, subject, typeof account === 'string' ? account : undefined))
    invocation.io.out(`${checkLine(check)}\n`)
  if (answer.grantFields === undefined) return
  const entry = { seq: known.state.size, at: known.now, type: 'grant.made', sealed: false, fields: answer.grantFields, origin: undefined }
  const seen = publicView(entry as unknown as Entry, { charterAt: () => known.charter, roleOf: () => role })
  invocation.io.out(
    `  the public log would say: ${terminalText(publicSentence(seen, publicNaming(known.state, known.charter, subject)), 400)}\n`,
  )
}
