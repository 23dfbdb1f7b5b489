import type { Id } from '../../charter/model.ts'
import { suitableAccounts } from '../../decide/eligibility.ts'
import { decideFiling, type FilingQuestion } from '../../decide/request/filing.ts'
import { approversOf, standingOf } from '../../decide/request/standing.ts'
import { actingPerson, refused, type Known } from '../../decide/question.ts'
import type { AskedEnd } from '../../decide/term.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import { draft, type AccountKey, type Draft, type SubjectId } from '../../ledger/entry.ts'
import type { RoleRequest } from '../../ledger/state.ts'
import { json } from '../answer.ts'
import { originOf, type Caller } from '../caller.ts'
import { accountNamed } from '../grant-role.ts'
import type { Instance } from '../instance.ts'
import { findPerson } from '../people.ts'
import { record, type Deciding } from '../record.ts'
import { requestAnswer, type RequestAnswer } from './answer.ts'
import { requestContent } from './content.ts'
import { grantDraft } from './grant-draft.ts'
import { statementDrafts } from './statements.ts'

export interface FileCommand {
  readonly key: string
  readonly caller: Caller
  readonly role: Id
  /** For whom: each is checked by itself. */
  readonly handles: readonly string[]
  readonly account: string | undefined
  readonly targets: readonly Id[] | undefined
  readonly scope: string | undefined
  readonly end: AskedEnd
  readonly useCase: string | undefined
  readonly answers: Readonly<Record<Id, Json>>
  /** Statements the asker makes with it. */
  readonly states: readonly Id[]
  /** Only say what would become of it. */
  readonly dryRun?: boolean
}

/** What became of asking for one person. */
export interface FiledFor extends RequestAnswer {
  readonly person: string
  /** The fields of the entry that the grant would be, as far as it can be told before it is decided. */
  readonly grantFields?: Readonly<Record<string, Json>>
}

/** Somebody asks for a role, for themselves or others. Several persons make one report; each is checked and decided by itself. */
export async function fileRequest(instance: Instance, command: FileCommand): Promise<readonly FiledFor[]> {
  const answers: FiledFor[] = []
  for (const [index, handle] of [...new Set(command.handles)].entries()) {
    const batch = answers.find((one) => one.request !== undefined)?.request
    const key = index === 0 ? command.key : `${command.key}/${index}`
    const answer = await record(instance, key, originOf(command.caller), (known) => {
      const filed = fileFor(instance, known, command, handle, batch)
      return { drafts: command.dryRun === true ? [] : filed.drafts, answer: json(filed.answer) }
    })
    answers.push(answer as unknown as FiledFor)
  }
  return answers
}

interface Filed {
  readonly drafts: readonly Draft[]
  readonly answer: FiledFor
}

function fileFor(instance: Instance, known: Deciding, command: FileCommand, handle: string, batch: number | undefined): Filed {
  const { caller } = command
  const id = known.next
  const person = findPerson(known.state, handle)
  if (!person.ok)
    return { drafts: [], answer: { person: handle, ...requestAnswer(refused([{ clause: `roles.${command.role}`, text: person.error }])) } }
  const asked: FilingQuestion = {
    actor: caller.actor,
    subject: person.value,
    role: command.role,
    account: command.account === undefined ? onlyAccount(known, command, person.value) : accountNamed(known, person.value, command.account),
    end: command.end,
    targets: command.targets,
    scope: command.scope,
    useCase: command.useCase,
    answers: command.answers,
    states: command.states,
  }
  const ruling = decideFiling(known, asked)
  const { clause, from, until, rights, stages: _, ...decision } = ruling
  const by = actingPerson(caller.actor)
  if ((ruling.outcome !== 'allowed' && ruling.outcome !== 'pending') || by === undefined)
    return { drafts: [], answer: { person: handle, ...requestAnswer(decision) } }
  const request: RoleRequest = {
    ...asked,
    id,
    by,
    until,
    batch,
    content: requestContent(instance, asked, until),
    filedAt: known.now,
    changedAt: known.now,
    since: id,
    votes: [],
    questions: [],
    comments: [],
    escalations: [],
    appeals: [],
    closed: undefined,
  }
  const filed = filedDraft(request)
  const own = caller.actor.kind === 'person' && by === person.value
  const stated = own ? statementDrafts(known, by, person.value, stillAsked(known, command), id) : []
  if (ruling.outcome === 'pending')
    return {
      drafts: [filed, ...stated],
      answer: {
        person: handle,
        ...requestAnswer(decision, { request: id, remarks: remarksOn(known, request) }),
        ...(command.dryRun === true ? { grantFields: grantDraft(request, { from, rights }, 'request', clause, []).fields } : {}),
      },
    }
  const grant = id + 1 + stated.length
  return {
    drafts: [
      filed,
      ...stated,
      grantDraft(request, { from, rights }, 'automatic', `roles.${command.role}.automatic`, ['writ:charter']),
      draft('request.closed', { request: id, outcome: 'granted', grant, clause }),
    ],
    answer: { person: handle, ...requestAnswer(decision, { request: id, done: true, grant }) },
  }
}

/** The account meant where none is named: the only one that suits on the only target, so that the log can say whose the right is. */
function onlyAccount(known: Known, command: FileCommand, subject: SubjectId): AccountKey | undefined {
  const role = known.charter.roles.get(command.role)
  const targets = (command.targets ?? [...(role?.gives.keys() ?? [])]).filter((target) => target !== 'writ')
  const [target] = targets
  if (role === undefined || target === undefined || targets.length > 1) return undefined
  const suitable = suitableAccounts(known, role, subject, target, undefined)
  return suitable.length === 1 ? suitable[0]?.key : undefined
}

function stillAsked({ charter }: Known, command: FileCommand): readonly Id[] {
  const asked = charter.roles.get(command.role)?.request?.states ?? []
  return command.states.filter((one) => asked.includes(one))
}

/** Whoever would have to decide is told by name; that nobody can is an alarm and no silence. */
function remarksOn(known: Known, request: RoleRequest): readonly string[] {
  const standing = standingOf(known, request)
  if (standing === undefined) return []
  const approvers = approversOf(known, request, standing, 5)
  return approvers.length > 0 ? [] : ['alarm: nobody can decide this request now; it lapses unless that changes']
}

function filedDraft(request: RoleRequest): Draft {
  const { subject, by, role, account, useCase, until, answers, scope, targets, content, batch } = request
  return draft('request.filed', {
    subject: subject satisfies SubjectId,
    by,
    role,
    ...(account === undefined ? {} : { account }),
    use_case: useCase ?? '',
    ...(until === undefined ? {} : { until: formatInstant(until) }),
    ...(answers === undefined || Object.keys(answers).length === 0 ? {} : { answers: answers as Readonly<Record<string, string>> }),
    ...(scope === undefined ? {} : { scope }),
    ...(targets === undefined ? {} : { targets: [...targets] }),
    content,
    ...(batch === undefined ? {} : { batch }),
  })
}
