import { minuteText } from '../kernel/instant.ts'
import type { Charter } from '../charter/model.ts'
import { catalogue } from '../ledger/catalogue/catalogue.ts'
import type { Entry, ErasedEntry } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import { withNames } from '../ledger/subject.ts'
import { newLogKey, oldLogKey } from './key-words.ts'

/** What a sentence needs to name people and roles as they are called now. */
export interface Naming {
  readonly state: State
  readonly charter: Charter | undefined
}

/**
 * What an entry says, as one sentence for somebody who knows wikis but not this software. Names are as foreign as they came: escape the sentence
 * for where it goes. For those who may read the whole entry; the public view is `ledger/public-view.ts`.
 */
export function sentenceOf(entry: Entry | ErasedEntry, naming: Naming): string {
  if (entry.type === 'sealed') return 'an entry whose content was erased'
  const { state, charter } = naming
  const person = (subject: string | undefined) =>
    subject === undefined ? 'somebody' : (state.person(subject)?.handle ?? 'somebody (erased)')
  const role = (id: string | undefined) => (id === undefined ? 'a role' : (charter?.roles.get(id)?.title ?? id))
  const account = (key: string | undefined) => (key === undefined ? 'an account' : (state.account(key)?.name ?? key))
  const of = (grant: number | undefined) => role(grant === undefined ? undefined : state.grant(grant)?.role)
  const who = (names: readonly string[] | undefined) => deciders(names, person)
  switch (entry.type) {
    case 'genesis':
      return `the ledger begins, governed by the charter ${short(entry.fields.charter)}`
    case 'charter.adopted':
      return isLater(entry.fields.from, entry.at)
        ? `the charter ${short(entry.fields.charter)} is decided and comes into force on ${moment(entry.fields.from)}`
        : `the charter ${short(entry.fields.charter)} is in force from ${moment(entry.fields.from)}`
    case 'charter.proposed':
      return entry.fields.proposal === undefined
        ? `${person(entry.fields.by)} proposes the charter ${short(entry.fields.charter)}${entry.fields.status === 'draft' ? ' as a draft' : ''}${entry.fields.reason === undefined ? '' : `: ${entry.fields.reason}`}`
        : `the proposed charter of entry ${entry.fields.proposal} is ${entry.fields.status ?? 'changed'} now, by ${person(entry.fields.by)}${entry.fields.reason === undefined ? '' : `: ${entry.fields.reason}`}`
    case 'charter.commented':
      return `${person(entry.fields.by)} on the proposed charter of entry ${entry.fields.proposal} (${entry.fields.form ?? 'comment'}): ${entry.fields.text ?? '(erased)'}`
    case 'charter.decided':
      return `${person(entry.fields.by)} ${entry.fields.decision ?? 'decided'} the proposed charter of entry ${entry.fields.proposal}${entry.fields.reason === undefined ? '' : `: ${entry.fields.reason}`}`
    case 'person.registered':
      return `${person(entry.fields.subject)} is known here`
    case 'person.departed':
      return `${person(entry.fields.subject)} has left; accounts are locked and grants ended`
    case 'account.linked':
      return `the account ${entry.fields.name ?? account(entry.fields.account)} on ${entry.fields.target ?? 'a target'} is ${person(entry.fields.subject)}'s`
    case 'grant.made':
      return `${person(entry.fields.subject)} ${entry.fields.door === 'found' ? 'was found as' : 'is'} ${role(entry.fields.role)}${entry.fields.door === 'founding' ? ' from the founding' : ''}${entry.fields.until === undefined ? '' : ` until ${moment(entry.fields.until)}`}${entry.fields.door === 'found' ? '' : `, decided by ${who(entry.fields.decided_by)}`}${entry.fields.use_case === undefined ? '' : `: ${entry.fields.use_case}`}`
    case 'grant.proposed':
      return `${person(entry.fields.by?.replace(/^subject:/, ''))} proposes ${proposedWords(entry.fields.verb, role(entry.fields.role), person(entry.fields.subject))}; others must confirm`
    case 'grant.confirmed':
      return `${person(entry.fields.by)} ${entry.fields.decision ?? 'decided'} what was proposed in entry ${entry.fields.proposal}`
    case 'grant.renewed':
      return `${person(entry.fields.subject)} stays ${of(entry.fields.grant)} ${entry.fields.until === undefined ? 'without end' : `until ${moment(entry.fields.until)}`}, decided by ${who(entry.fields.decided_by)}`
    case 'grant.ending':
      return `${person(entry.fields.subject)} stays ${of(entry.fields.grant)} until ${moment(entry.fields.until)}, then it ends (${entry.fields.cause ?? 'removed'}), decided by ${who(entry.fields.decided_by)}${entry.fields.reason === undefined ? '' : `: ${entry.fields.reason}`}`
    case 'grant.ended':
      return `${person(entry.fields.subject)} is no longer ${of(entry.fields.grant)} (${entry.fields.cause ?? 'ended'}), decided by ${who(entry.fields.decided_by)}${entry.fields.reason === undefined ? '' : `: ${entry.fields.reason}`}`
    case 'restore.done':
      return `who holds what is as in entry ${entry.fields.to} again: ${entry.fields.made} given, ${entry.fields.ended} ended, ${entry.fields.left} left out, decided by ${who(entry.fields.decided_by)}${entry.fields.reason === undefined ? '' : `: ${entry.fields.reason}`}`
    case 'request.filed':
      return `${person(entry.fields.by)} asks for ${role(entry.fields.role)}${entry.fields.by === entry.fields.subject ? '' : ` for ${person(entry.fields.subject)}`}: ${entry.fields.use_case ?? '(erased)'}`
    case 'request.voted':
      return `${person(entry.fields.by)} ${entry.fields.decision?.replace('-', ' ') ?? 'decided'} stage ${(entry.fields.stage ?? 0) + 1} of request ${entry.fields.request}${entry.fields.reason === undefined ? '' : `: ${entry.fields.reason}`}`
    case 'request.amended':
      return `${person(entry.fields.by)} changes request ${entry.fields.request}; approvals given are void: ${entry.fields.use_case ?? '(erased)'}`
    case 'request.asked':
      return `${person(entry.fields.by)} asks back about request ${entry.fields.request}${entry.fields.statement === undefined ? '' : ` (${entry.fields.statement})`}: ${entry.fields.text ?? '(erased)'}`
    case 'request.answered':
      return `${person(entry.fields.by)} answers about request ${entry.fields.request}: ${entry.fields.text ?? '(erased)'}`
    case 'request.commented':
      return `${person(entry.fields.by)} on request ${entry.fields.request}: ${entry.fields.text ?? '(erased)'}`
    case 'request.appealed':
      return `${person(entry.fields.by)} appeals the refusal of request ${entry.fields.request}: ${entry.fields.text ?? '(erased)'}`
    case 'grant.objected':
      return `${person(entry.fields.by)} objects to ${of(entry.fields.grant)} of entry ${entry.fields.grant}: ${entry.fields.reason ?? '(erased)'}`
    case 'request.closed':
      return `request ${entry.fields.request} is over: ${entry.fields.outcome ?? 'closed'}${entry.fields.reason === undefined ? '' : `, ${entry.fields.reason}`}`
    case 'statement.made':
      return `${person(entry.fields.by)} states${entry.fields.by === entry.fields.subject ? '' : ` of ${person(entry.fields.subject)}`}: ${entry.fields.words ?? '(erased)'}`
    case 'target.mode':
      return `${entry.fields.target ?? 'a target'} is set to ${entry.fields.mode ?? 'another mode'}`
    case 'target.confirmed':
      return `${person(entry.fields.by)} says that ${entry.fields.target ?? 'a target'} works, after ${entry.fields.runs} clean runs${entry.fields.note === undefined ? '' : `: ${entry.fields.note}`}`
    case 'target.adopted':
      return `the holders of ${entry.fields.target ?? 'a target'} are taken in: ${entry.fields.found} memberships found, ${entry.fields.left} left as they are; nobody was removed`
    case 'target.observed':
      return `${entry.fields.target ?? 'a target'} was read completely: ${entry.fields.memberships} memberships of ${entry.fields.accounts} accounts`
    case 'plan.made':
      return `a plan for ${entry.fields.target ?? 'a target'} with ${entry.fields.lines} ${entry.fields.lines === 1 ? 'line' : 'lines'}${entry.fields.state === 'stopped' ? `, stopped by a guard (${entry.fields.guards?.join(', ') ?? ''})` : ''}`
    case 'plan.closed':
      return `plan ${entry.fields.plan} is ${entry.fields.outcome}: ${entry.fields.confirmed} read back as wanted, ${entry.fields.failed} not`
    case 'effect.confirmed':
      return `read back from ${entry.fields.target ?? 'a target'}: ${account(entry.fields.account)} ${entry.fields.present === 'no' ? 'is no longer in' : 'is in'} ${entry.fields.group ?? 'a group'}${entry.fields.until === undefined ? '' : ` until ${moment(entry.fields.until)}`}`
    case 'effect.failed':
      return `${entry.fields.target ?? 'a target'} did not take a change of ${account(entry.fields.account)} in ${entry.fields.group ?? 'a group'}: ${entry.fields.reason ?? 'no reason given'}`
    case 'member.removed':
      return `${account(entry.fields.account)} was taken out of ${entry.fields.target ?? 'a target'} and is gone there: ${entry.fields.reason ?? '(erased)'}`
    case 'drift.found':
      return `changed behind Writ's back on ${entry.fields.target ?? 'a target'}: ${account(entry.fields.account)} ${entry.fields.change ?? 'changed'} in ${entry.fields.group ?? 'a group'}, by ${entry.fields.by ?? 'nobody the log names (unlogged)'}`
    case 'drift.settled':
      return `the change found in entry ${entry.fields.drift} was ${entry.fields.outcome}`
    case 'data.exported':
      return `${person(entry.fields.by)} took everything that is recorded along, private fields too`
    case 'token.made':
      return `a token of ${person(entry.fields.owner)} was made, valid until ${moment(entry.fields.until)}`
    case 'key.added':
      return entry.fields.purpose === 'checkpoint' ? newLogKey(entry.fields.key) : lowerFirst(catalogue[entry.type].text)
    case 'key.retired':
      return entry.fields.size === undefined ? lowerFirst(catalogue[entry.type].text) : oldLogKey(entry.fields)
    default:
      return lowerFirst(catalogue[entry.type].text)
  }
}

function deciders(names: readonly string[] | undefined, person: (subject: string) => string): string {
  if (names === undefined || names.length === 0) return 'nobody named'
  return names.map((name) => withNames(name, person).replace(/^operator:/, 'the operator ')).join(', ')
}

function short(hash: string | undefined): string {
  return hash === undefined ? '(erased)' : hash.slice(0, 12)
}

/** `2027-06-30 00:00 UTC`. */
function moment(text: string | undefined): string {
  return text === undefined ? '(erased)' : minuteText(text)
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function proposedWords(verb: 'add' | 'remove' | 'activate' | undefined, role: string, person: string): string {
  if (verb === 'activate') return `that ${person} uses ${role} for a while`
  return verb === 'remove' ? `to take ${role} from ${person}` : `to make ${role} of ${person}`
}

function isLater(from: string | undefined, at: number): boolean {
  return from !== undefined && Date.parse(from) > at
}
