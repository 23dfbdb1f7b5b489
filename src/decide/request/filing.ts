import { HOW } from '../how.ts'
import { classOfRole } from '../../charter/members.ts'
import type { Clause, Id, RequestRule, RoleBlock } from '../../charter/model.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { AccountKey, SubjectId } from '../../ledger/entry.ts'
import { isAmong } from '../approver.ts'
import type { Because, Decision, Missing } from '../decision.ts'
import { obstaclesTo } from '../eligibility.ts'
import { hindranceByMark, marksBarring } from '../trouble/mark.ts'
import { grantDetails, runningGrantOf } from '../grant.ts'
import { stagesOfRole, whoCanHelp, type NeededStage } from '../power.ts'
import { actingPerson, handleOf, lacking, refused, type Actor, type Known } from '../question.ts'
import { isWaiting } from './standing.ts'
import { endOfTerm, type AskedEnd } from '../term.ts'

/** What somebody asks for. */
export interface AskedFor {
  readonly subject: SubjectId
  readonly role: Id
  readonly account: AccountKey | undefined
  readonly end: AskedEnd
  /** Fewer targets than the role gives. */
  readonly targets: readonly Id[] | undefined
  readonly scope: string | undefined
  readonly useCase: string | undefined
  readonly answers: Readonly<Record<Id, Json>>
}

export interface FilingQuestion extends AskedFor {
  readonly actor: Actor
  /** Statements the asker makes with it. */
  readonly states: readonly Id[]
}

/** What a request would be. `pending` = it can be sent, and waits for its stages; `allowed` = the charter grants it at once. */
export interface FilingRuling extends Decision {
  readonly clause: Clause
  readonly from: Instant
  readonly until: Instant | undefined
  readonly rights: readonly string[]
  readonly stages: readonly NeededStage[]
}

/** Ids of questions whose answer has a place of its own in a request: the charter only gives them other words. */
const BUILT_IN: ReadonlySet<Id> = new Set(['use_case', 'account', 'username', 'duration', 'scope'])

/** A question that a request answers in its `answers`. */
export interface Question {
  readonly id: Id
  readonly text: string
  readonly clause: Clause
}

/** The questions of a role and of its class: those of the second kind only where no end is asked for. */
export function questionsOf({ charter }: Known, roleId: Id, role: RoleBlock, ongoing: boolean): readonly Question[] {
  const className = classOfRole(charter, role) ?? ''
  const block = charter.classes.get(className)
  const lists = [
    { clause: `roles.${roleId}.request.asks`, asks: [...(role.request?.asks ?? [])].filter(([id]) => !BUILT_IN.has(id)) },
    { clause: `classes.${className}.asks`, asks: [...(block?.asks ?? [])] },
    { clause: `classes.${className}.asks_if_ongoing`, asks: ongoing ? [...(block?.asksIfOngoing ?? [])] : [] },
  ]
  return lists.flatMap(({ clause, asks }) => asks.map(([id, text]) => ({ id, text, clause: `${clause}.${id}` })))
}

/**
 * May this be asked for, and is anything missing? Everything that is missing is said at once, before it is sent. An unknown condition holds it:
 * then nobody is asked to decide. Only the person concerned makes the statements that the role asks of its holder; where somebody asks for
 * them, they make them afterwards.
 */
export function decideFiling(known: Known, asked: FilingQuestion): FilingRuling {
  const role = known.charter.roles.get(asked.role)
  const clause = `roles.${asked.role}.request`
  const ruling = (decision: Decision, more: Partial<FilingRuling> = {}): FilingRuling => ({
    clause,
    from: known.now,
    until: undefined,
    rights: [],
    stages: [],
    ...more,
    ...decision,
  })
  if (role === undefined) return ruling(refused([{ clause: 'roles', text: `the charter has no role \`${asked.role}\`` }]))
  const rule = role.request
  const person = actingPerson(asked.actor)
  if (rule === undefined)
    return ruling(
      refused([{ clause: `roles.${asked.role}`, text: 'nobody asks for this role' }], [], whoCanHelp(known, 'add', asked.role, person)),
    )
  const barred = mayAsk(known, asked, rule, clause)
  if (barred !== undefined) return ruling(barred)
  const { from, rights } = grantDetails(known, role, asked.targets)
  const stages = stagesOfRole(known.charter, asked.role, false)
  const end = endOfTerm(known.charter, asked.role, role, asked.end, from, known.now)
  const base = { from, rights, stages, until: end.ok ? end.value : undefined }
  const { because, missing } = faultsOf(known, asked, role, rule, base.until)
  const found = end.ok ? because : [...because, end.error]
  if (found.length > 0)
    return ruling(refused(found, end.ok ? missing : [...missing, lacking('condition', 'a duration this role allows')]), base)
  if (grantsByItself(known, role))
    return ruling(
      {
        outcome: 'allowed',
        allowed: true,
        because: [{ clause: `roles.${asked.role}.automatic`, text: 'the charter grants it to everybody who fulfils its conditions' }],
        missing: [],
        whoCanHelp: [],
      },
      base,
    )
  return ruling(
    { outcome: 'pending', allowed: false, because: [{ clause, text: 'it can be asked for' }], missing: [], whoCanHelp: [] },
    base,
  )
}

/** Whether the charter decides alone on a request for a role: never where the role or its class says so. */
function grantsByItself({ charter }: Known, role: RoleBlock): boolean {
  const className = classOfRole(charter, role)
  return role.automatic !== 'never' && (className === undefined ? undefined : charter.classes.get(className)?.automatic) !== 'never'
}

/** Who may ask at all, for whom, and whether there is anything to ask for. */
function mayAsk(known: Known, asked: FilingQuestion, rule: RequestRule, clause: Clause): Decision | undefined {
  const { state } = known
  const person = actingPerson(asked.actor)
  if (person === undefined)
    return refused([{ clause, text: `a request is somebody’s; ${HOW.whose}` }], [lacking('authority', 'a person who asks')])
  const asker = state.person(person)
  if (asker === undefined || asker.departed !== undefined || state.suspensionOf(person) !== undefined)
    return refused([{ clause, text: `${handleOf(state, person)} cannot ask for anything at present` }])
  const self = person === asked.subject
  if ((self && rule.for === 'others') || (!self && rule.for === 'self'))
    return refused([
      {
        clause: `${clause}.for`,
        text: self ? 'this role is asked for by somebody else, never for oneself' : 'everybody asks for this role themselves',
      },
    ])
  if (!isAmong(known, rule.by, person, asked.subject))
    return refused([{ clause: `${clause}.by`, text: `${handleOf(state, person)} is not among those who may ask for this role` }])
  const marked = hindranceByMark(known, marksBarring(state, asked.subject, asked.role), person, asked.subject)
  if (marked !== undefined) return refused([marked])
  const already = runningGrantOf(known, asked.subject, asked.role)
  if (already !== undefined)
    return refused([
      { clause: `roles.${asked.role}`, text: `${handleOf(state, asked.subject)} holds it already (grant ${already.id}); renew it instead` },
    ])
  const open = state.requestsOf(asked.subject).find((one) => one.role === asked.role && isWaiting(known, one))
  return open === undefined ? undefined : refused([{ clause, text: `request ${open.id} for the same is open; amend or withdraw that one` }])
}

interface Faults {
  readonly because: readonly Because[]
  readonly missing: readonly Missing[]
}

function faultsOf(known: Known, asked: FilingQuestion, role: RoleBlock, rule: RequestRule, until: Instant | undefined): Faults {
  const clause = `roles.${asked.role}.request`
  const because: Because[] = []
  const missing: Missing[] = []
  const lack = (at: Clause, kind: Missing['kind'], text: string, why: string) => {
    because.push({ clause: at, text: why })
    missing.push(lacking(kind, text))
  }
  const content = contentFaults(known, asked, role, until)
  because.push(...content.because)
  missing.push(...content.missing)
  if (asked.actor.kind === 'person' && asked.actor.subject === asked.subject)
    for (const one of rule.states)
      if (!asked.states.includes(one)) {
        const text = known.charter.statements.get(one)?.text ?? one
        lack(`${clause}.states`, 'statement', text, `asking takes the statement \`${one}\` (“${text}”)`)
      }
  const obstacles = obstaclesTo(known, asked.role, role, asked.subject, asked.account)
  return { because: [...because, ...obstacles.because], missing: [...missing, ...obstacles.missing] }
}

/** What is wrong with the words of a request: no use case, a question without answer, another part of the role than there is. */
export function contentFaults(known: Known, asked: Omit<AskedFor, 'end'>, role: RoleBlock, until: Instant | undefined): Faults {
  const clause = `roles.${asked.role}.request`
  const because: Because[] = []
  const missing: Missing[] = []
  const lack = (at: Clause, kind: Missing['kind'], text: string, why: string) => {
    because.push({ clause: at, text: why })
    missing.push(lacking(kind, text))
  }
  const scopes = role.request?.scopes ?? []
  if (isBlank(asked.useCase))
    lack(clause, 'answer', role.request?.asks.get('use_case') ?? 'a use case: what it is for', 'no use case is given')
  const questions = questionsOf(known, asked.role, role, until === undefined)
  for (const { id, text, clause: at } of questions)
    if (isBlank(asked.answers[id])) lack(at, 'answer', text, `the question \`${id}\` is not answered: ${text}`)
  for (const id of Object.keys(asked.answers))
    if (!questions.some((one) => one.id === id))
      lack(`${clause}.asks`, 'answer', 'answers to the questions asked here alone', `\`${id}\` is not asked here`)
  if (scopes.length > 0 && (asked.scope === undefined || !scopes.includes(asked.scope)))
    lack(
      `${clause}.scopes`,
      'answer',
      `one of ${scopes.join(', ')}`,
      asked.scope === undefined ? 'no part of the role is named' : `there is no part \`${asked.scope}\``,
    )
  if (scopes.length === 0 && asked.scope !== undefined)
    lack(`${clause}.scopes`, 'answer', 'no part: this role is given as a whole', 'this role has no parts')
  const elsewhere = asked.targets?.find((target) => !role.gives.has(target))
  if (elsewhere !== undefined)
    lack(`roles.${asked.role}.gives`, 'answer', 'a target of this role', `this role gives nothing on \`${elsewhere}\``)
  return { because, missing }
}

function isBlank(answer: Json | undefined): boolean {
  return answer === undefined || (typeof answer === 'string' && answer.trim() === '')
}
