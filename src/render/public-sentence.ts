import { minuteText } from '../kernel/instant.ts'
import { catalogue } from '../ledger/catalogue/catalogue.ts'
import type { Entry, ErasedEntry, SubjectId } from '../ledger/entry.ts'
import { withNames } from '../ledger/subject.ts'
import { newLogKey, oldLogKey } from './key-words.ts'

/** How the public calls what an entry names. undefined = the name is erased or not public. */
export interface PublicNaming {
  person(subject: SubjectId): string | undefined
  role(id: string): string
  /** The role of a grant, where it is public. */
  roleOfGrant(grant: number): string | undefined
  account(key: string): string | undefined
  target(id: string): string
}

/**
 * What an entry says in public, as one sentence. The entry must be its public view: fields that are absent are left out of the sentence, and
 * nothing is looked up that the entry does not name. Names are as foreign as they came: escape the sentence for where it goes.
 */
export function publicSentence(entry: Entry | ErasedEntry, naming: PublicNaming): string {
  if (entry.type === 'sealed' || entry.sealed) return 'a sealed entry'
  const person = (subject: string | undefined) => (subject === undefined ? 'somebody' : (naming.person(subject) ?? 'somebody (not public)'))
  const role = (id: string | undefined) => (id === undefined ? undefined : naming.role(id))
  const grantRole = (grant: number | undefined) => (grant === undefined ? undefined : naming.roleOfGrant(grant)) ?? 'what was granted'
  const target = (id: string | undefined) => (id === undefined ? 'a target' : naming.target(id))
  const account = (key: string | undefined) => (key === undefined ? undefined : naming.account(key))
  const by = (names: readonly string[] | undefined) => (names === undefined ? '' : `, decided by ${deciders(names, naming)}`)
  const until = (text: string | undefined) => (text === undefined ? '' : ` until ${minuteText(text)}`)
  const tail = (text: string | undefined) => (text === undefined ? '' : `: ${text}`)
  switch (entry.type) {
    case 'genesis':
      return `the ledger begins, governed by the charter ${short(entry.fields.charter)}`
    case 'charter.adopted':
      return `the charter ${short(entry.fields.charter)} is adopted${entry.fields.from === undefined ? '' : `, in force from ${minuteText(entry.fields.from)}`}${by(entry.fields.decided_by)}`
    case 'person.registered':
      return `${person(entry.fields.subject)} is known here`
    case 'person.renamed':
      return `${person(entry.fields.subject)} has this name now`
    case 'person.departed':
      return `${person(entry.fields.subject)} has left; accounts are locked and grants ended`
    case 'person.returned':
      return `${person(entry.fields.subject)} is back; nothing comes back by itself`
    case 'account.linked':
      return `${account(entry.fields.account) === undefined ? 'an account' : `the account ${account(entry.fields.account)}`} on ${target(entry.fields.target)} is ${person(entry.fields.subject)}'s`
    case 'grant.made':
      return `${person(entry.fields.subject)} ${held(entry.fields, role(entry.fields.role))}${until(entry.fields.until)}${entry.fields.door === 'found' ? '' : by(entry.fields.decided_by)}${tail(entry.fields.use_case)}`
    case 'grant.renewed':
      return `${person(entry.fields.subject)} keeps ${grantRole(entry.fields.grant)}${until(entry.fields.until)}${by(entry.fields.decided_by)}${tail(entry.fields.use_case)}`
    case 'grant.ended':
      return `${person(entry.fields.subject)} no longer has ${grantRole(entry.fields.grant)}${entry.fields.cause === undefined ? '' : ` (${entry.fields.cause})`}${by(entry.fields.decided_by)}${tail(entry.fields.reason)}`
    case 'grant.activated':
      return `${person(entry.fields.subject)} uses ${grantRole(entry.fields.grant)}${until(entry.fields.until)}${by(entry.fields.decided_by)}${tail(entry.fields.reason)}`
    case 'grant.deactivated':
      return `${person(entry.fields.subject)} uses ${grantRole(entry.fields.grant)} no longer`
    case 'grant.reviewed':
      return `${person(entry.fields.subject)} keeps ${grantRole(entry.fields.grant)} after a review${by(entry.fields.decided_by)}${tail(entry.fields.use_case)}`
    case 'restore.done':
      return `who holds what is as in entry ${entry.fields.to} again${by(entry.fields.decided_by)}`
    case 'target.mode':
      return `${target(entry.fields.target)} is set to ${entry.fields.mode ?? 'another mode'}`
    case 'target.confirmed':
      return `somebody looked at ${target(entry.fields.target)} and says that it works, after ${entry.fields.runs} clean runs`
    case 'target.adopted':
      return `the holders of ${target(entry.fields.target)} are taken in: ${entry.fields.found} memberships found, ${entry.fields.left} left as they are; nobody was removed`
    case 'target.observed':
      return `${target(entry.fields.target)} was read completely: ${entry.fields.memberships} memberships of ${entry.fields.accounts} accounts`
    case 'plan.made':
      return `a plan for ${target(entry.fields.target)} with ${entry.fields.lines} ${entry.fields.lines === 1 ? 'line' : 'lines'}${entry.fields.state === 'stopped' ? ', stopped by a guard' : ''}`
    case 'plan.approved-once':
      return `the stopped plan of entry ${entry.fields.plan} may run once${by(entry.fields.decided_by)}`
    case 'plan.closed':
      return `the plan of entry ${entry.fields.plan} is ${entry.fields.outcome}: ${entry.fields.confirmed} read back as wanted, ${entry.fields.failed} not`
    case 'effect.confirmed':
      return account(entry.fields.account) === undefined || entry.fields.group === undefined
        ? 'a change was read back from a target as wanted'
        : `read back from ${target(entry.fields.target)}: ${account(entry.fields.account)} ${entry.fields.present === 'no' ? 'is no longer in' : 'is in'} ${entry.fields.group}${until(entry.fields.until)}`
    case 'effect.failed':
      return account(entry.fields.account) === undefined || entry.fields.group === undefined
        ? 'a target did not take a change; it is tried again'
        : `${target(entry.fields.target)} did not take a change of ${account(entry.fields.account)} in ${entry.fields.group}${tail(entry.fields.reason)}`
    case 'member.removed':
      return `a member was taken out of ${target(entry.fields.target)}`
    case 'drift.found':
      return account(entry.fields.account) === undefined || entry.fields.group === undefined
        ? 'a target was changed behind this log'
        : `changed behind this log on ${target(entry.fields.target)}: ${account(entry.fields.account)} ${entry.fields.change ?? 'changed'} in ${entry.fields.group}, by ${entry.fields.by ?? 'nobody the target’s log names'}`
    case 'drift.settled':
      return `the change found in entry ${entry.fields.drift} was ${entry.fields.outcome}${by(entry.fields.decided_by)}`
    case 'data.exported':
      return `${person(entry.fields.by)} took everything that is recorded along, private fields too`
    case 'token.made':
      return `a token of ${person(entry.fields.owner)} was made`
    case 'key.added':
      return entry.fields.purpose === 'checkpoint' ? newLogKey(entry.fields.key) : lowerFirst(catalogue[entry.type].text)
    case 'key.retired':
      return entry.fields.size === undefined ? lowerFirst(catalogue[entry.type].text) : oldLogKey(entry.fields)
    default:
      return lowerFirst(catalogue[entry.type].text)
  }
}

/** What is public of a grant in few words: its role, else its rights, else that there is one. */
function held(fields: { readonly door?: string; readonly rights?: readonly string[] }, role: string | undefined): string {
  const what = role ?? (fields.rights === undefined ? 'something that is not public' : fields.rights.join(', '))
  if (fields.door === 'found') return role === undefined ? `was found with ${what}` : `was found as ${what}`
  return `${role === undefined ? 'has' : 'is'} ${what}${fields.door === 'founding' ? ' from the founding' : ''}`
}

/** Identities as names: `subject:…` anywhere in one becomes the person's handle. */
export function deciders(names: readonly string[], naming: Pick<PublicNaming, 'person'>): string {
  if (names.length === 0) return 'nobody named'
  return names.map((name) => decider(name, naming)).join(', ')
}

export function decider(name: string, naming: Pick<PublicNaming, 'person'>): string {
  return withNames(name, (subject) => naming.person(subject) ?? 'somebody (not public)').replace(/^operator:/, 'the operator ')
}

function short(hash: string | undefined): string {
  return hash === undefined ? '(erased)' : hash.slice(0, 12)
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
