import { formatInstant, type Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Grant, State } from '../../ledger/state.ts'
import { withNames } from '../../ledger/subject.ts'

type Table = readonly (readonly string[])[]

const ERASED = '(erased)'

export function peopleTable(state: State): Table {
  const rows = [...state.people()].map(({ subject, handle, since, departed }) => [subject, handle ?? ERASED, time(since), time(departed)])
  return [['subject', 'handle', 'since', 'departed'], ...rows]
}

export function accountTable(state: State): Table {
  const rows = [...state.people()].flatMap(({ subject }) =>
    [...state.accountsOf(subject), ...state.loginsOf(subject)].map(({ key, target, id, name, kind, locked }) => [
      key,
      target,
      id,
      name,
      kind,
      nameOf(state, subject),
      locked ? 'locked' : '',
    ]),
  )
  return [['account', 'target', 'id', 'name', 'kind', 'person', 'locked'], ...rows]
}

/** Every grant there ever was, the present ones without an end. */
export function grantTable(state: State): Table {
  const head = ['entry', 'person', 'role', 'from', 'until', 'ended', 'why', 'door', 'clause', 'decided by', 'use case']
  const rows = [...state.people()].flatMap(({ subject }) => state.grantsOf(subject).map((grant) => grantRow(state, grant)))
  return [head, ...rows.toSorted((left, right) => Number(left[0]) - Number(right[0]))]
}

function grantRow(state: State, grant: Grant): readonly string[] {
  const { id, subject, role, from, until, ended, door, clause, decidedBy, useCase } = grant
  return [
    String(id),
    nameOf(state, subject),
    role,
    time(from),
    time(until),
    time(ended?.at),
    ended?.cause ?? '',
    door,
    clause,
    decidedBy.map((one) => named(state, one)).join(', '),
    useCase ?? '',
  ]
}

/** The memberships on a target as they were last read back or adopted. */
export function membershipTable(state: State, target: string): Table {
  const rows = [...state.targetState(target).knownAll()]
    .filter(({ present }) => present)
    .map(({ account, group, until, seq }) => {
      const known = state.account(account)
      return [known?.name ?? account, known?.id ?? '', group, time(until), String(seq)]
    })
  return [['account', 'id', 'group', 'until', 'confirmed by entry'], ...rows]
}

/** What is not over: whoever leaves has to finish it elsewhere. */
export function openTable(state: State): Table {
  const now = state.at
  const row = (kind: string, entry: number, person: SubjectId | undefined, what: string, until: Instant | undefined) => [
    kind,
    String(entry),
    person === undefined ? '' : nameOf(state, person),
    what,
    time(until),
  ]
  const targets = new Set([...state.people()].flatMap(({ subject }) => state.accountsOf(subject).map((account) => account.target)))
  const rows = [
    ...[...state.requests()].map(({ id, subject, role, until }) => row('request', id, subject, role, until)),
    ...[...state.proposals()].map(({ id, subject, verb, role, lapses }) => row('approval', id, subject, `${verb} ${role}`, lapses)),
    ...[...state.suspensions()].map(({ id, subject, cause, until }) => row('suspension', id, subject, cause, until)),
    ...[...state.cases()]
      .filter(({ closed }) => closed === undefined)
      .map(({ id, handledBy }) => row('case', id, undefined, handledBy, undefined)),
    ...[...state.reviews()]
      .filter(({ closedAt, until }) => closedAt === undefined && until > now)
      .map(({ id, role, until }) => row('review', id, undefined, role, until)),
    ...[...state.charterProposals()]
      .filter(({ status }) => status === 'draft' || status === 'open')
      .map(({ id, by, status }) => row('charter', id, by, status, undefined)),
    ...[...targets].flatMap((target) => [
      ...state.openPlans(target).map(({ id }) => row('plan', id, undefined, target, undefined)),
      ...[...state.openDrift(target)].map(({ id, account, group, change }) =>
        row('drift', id, state.account(account)?.subject, `${target}: ${group} ${change}`, undefined),
      ),
    ]),
  ]
  return [['kind', 'entry', 'person', 'what', 'until'], ...rows]
}

function nameOf(state: State, subject: SubjectId): string {
  const person = state.person(subject)
  return person === undefined ? subject : (person.handle ?? ERASED)
}

/** An identity with the name that its person bears now. */
function named(state: State, identity: string): string {
  return withNames(identity, (subject) => nameOf(state, subject))
}

function time(moment: Instant | undefined): string {
  return moment === undefined ? '' : formatInstant(moment)
}
