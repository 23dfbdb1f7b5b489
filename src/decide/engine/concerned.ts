import type { EntryType } from '../../ledger/catalogue/catalogue.ts'
import type { Entry, ErasedEntry, SubjectId } from '../../ledger/entry.ts'
import type { State } from '../../ledger/state.ts'

/** Types of which everything that changes is what one person holds. A name or an account may have been another’s before, so those concern all. */
const ABOUT_ONE: ReadonlySet<EntryType> = new Set([
  'person.departed',
  'person.returned',
  'account.locked',
  'account.unlocked',
  'statement.made',
  'exception.made',
  'suspension.started',
  'grant.made',
  'grant.renewed',
  'grant.ending',
  'grant.ended',
  'grant.paused',
  'grant.resumed',
  'grant.activated',
  'grant.deactivated',
  'grant.reviewed',
  'effect.confirmed',
])

/** Families of entries that say nothing of what anybody holds: what is asked, said, seen, planned or looked into. */
const IDLE_FAMILIES: ReadonlySet<string> = new Set([
  'request',
  'proposal',
  'plan',
  'case',
  'lock',
  'review',
  'token',
  'key',
  'job',
  'notice',
  'private',
  'mark',
])
const IDLE: ReadonlySet<EntryType> = new Set([
  'grant.proposed',
  'grant.confirmed',
  'grant.objected',
  'grant.followed-up',
  'restore.asked',
  'charter.proposed',
  'charter.commented',
  'charter.decided',
  'target.mode',
  'target.confirmed',
  'member.removed',
  'target.observed',
  'effect.failed',
  'task.raised',
  'task.done',
  'suspension.heard',
  'inactivity.noticed',
  'inactivity.answered',
  'fact.used',
  'fact.corrected',
  'fact.answered',
])

/**
 * Whose holdings an entry may have changed, by the state after it; `all` where that cannot be told from the entry alone. Types that are not named
 * here are taken to concern all.
 */
export function concernedBy(entry: Entry | ErasedEntry, state: State): 'all' | readonly SubjectId[] {
  if (entry.type === 'sealed') return 'all'
  const family = entry.type.slice(0, entry.type.indexOf('.'))
  if (IDLE_FAMILIES.has(family) || IDLE.has(entry.type)) return []
  const subjects = ABOUT_ONE.has(entry.type) ? subjectsOf(entry, state) : []
  return subjects.length === 0 ? 'all' : subjects
}

/** The person named, and whoever the grant or account named is. */
function subjectsOf({ fields }: Entry, state: State): readonly SubjectId[] {
  const found = [
    'subject' in fields ? fields.subject : undefined,
    'grant' in fields && typeof fields.grant === 'number' ? state.grant(fields.grant)?.subject : undefined,
    'account' in fields && typeof fields.account === 'string' ? state.account(fields.account)?.subject : undefined,
  ]
  return [...new Set(found.filter((one) => one !== undefined))]
}
