import { classOfRole } from '../charter/members.ts'
import type { Charter, PublicField } from '../charter/model.ts'
import type { EntryType } from './catalogue/catalogue.ts'
import type { Entry, ErasedEntry } from './entry.ts'
import { isLogin } from './login.ts'
import { isCommitted, SEALED, shapeOf } from './shape.ts'

/** An entry with nothing in it but what the public may see; a sealed one tells only its number and time. Its origin is never in it. */
export type PublicEntry = Entry | ErasedEntry

export interface PublicContext {
  /** The charter in force when the entry of this number was made; undefined = its text is not at hand: then nothing committed is shown. */
  charterAt(seq: number): Charter | undefined
  /** The role of a grant; undefined = erased. */
  roleOf(grant: number): string | undefined
}

export const allPublicFields: readonly PublicField[] = [
  'account',
  'role',
  'rights',
  'target',
  'from',
  'until',
  'use_case',
  'clause',
  'decided_by',
]

/**
 * What the entries about no person may show besides: names of targets, groups, modes, roles under review, and what is said about the charter in
 * public. `decided_by` names people and
 * needs the charter's leave.
 */
const ABOUT_NOBODY: { readonly [T in EntryType]?: readonly string[] } = {
  'charter.proposed': ['reason'],
  'charter.commented': ['text'],
  'charter.decided': ['reason'],
  'charter.adopted': ['from', 'clause', 'reason'],
  'target.mode': ['target', 'mode'],
  'target.confirmed': ['target'],
  'member.removed': ['target'],
  'target.adopted': ['target', 'groups'],
  'target.observed': ['target'],
  'plan.made': ['target'],
  'review.opened': ['role', 'until', 'clause'],
  'disclosure.made': ['clause'],
  'mark.set': ['mark'],
}
const WITH_DECIDERS: ReadonlySet<EntryType> = new Set([
  'charter.adopted',
  'restore.done',
  'disclosure.made',
  'mark.set',
  'plan.approved-once',
])
/** Which accounts are one person’s: shown only where the charter keeps nothing back anywhere. */
const LINKS: readonly string[] = ['account', 'target']

/**
 * The fields of a role’s grants that a charter declares public: those of the role’s class, else those of the log, else all. Of a role that is
 * not known only what every list of the charter allows.
 */
export function publicFieldsOf(charter: Charter, role: string | undefined): readonly PublicField[] {
  const ofLog = charter.log?.public ?? allPublicFields
  const block = role === undefined ? undefined : charter.roles.get(role)
  if (block !== undefined) return charter.classes.get(classOfRole(charter, block) ?? '')?.public ?? ofLog
  const lists = [...charter.classes.values()].flatMap((one) => (one.public === undefined ? [] : [one.public]))
  return lists.reduce((rest, list) => rest.filter((field) => list.includes(field)), ofLog)
}

/**
 * The public view of an entry: the one function behind every page, JSON twin, feed, CSV and export. Of a grant it keeps the fields that the
 * charter in force when the entry was made declares public, and the opaque id of the person only where `account` is among them: that field
 * is what says who. Nothing of what a target was made to do concerns a person here, for the effects of a suspension look like any other.
 */
export function publicView(entry: Entry | ErasedEntry, context: PublicContext): PublicEntry {
  if (entry.type === 'sealed' || entry.sealed || shapeOf(entry.type) === undefined) return { seq: entry.seq, at: entry.at, type: SEALED }
  const isShown = publicFields(entry, context)
  const fields = Object.fromEntries(Object.entries(entry.fields).filter(([name]) => isShown(name)))
  const erased = entry.erased?.filter(isShown) ?? []
  const { seq, at, type, sealed } = entry
  return { seq, at, type, sealed, fields, origin: undefined, ...(erased.length === 0 ? {} : { erased }) } as Entry
}

/** Which fields of an entry the public may see, whether they are set or not; none of a sealed one. */
export function publicFields(entry: Entry | ErasedEntry, context: PublicContext): (name: string) => boolean {
  const shape = shapeOf(entry.type)
  if (entry.type === 'sealed' || entry.sealed || shape === undefined) return () => false
  const charter = context.charterAt(entry.seq)
  const shown = charter === undefined ? unopened : shownOf(entry, charter, context)
  return (name) => {
    const kind = shape.fields.get(name)?.kind
    if (kind === undefined) return false
    return kind === 'subject' ? shown.people : isCommitted(kind) ? shown.committed.has(name) : shown.plain || name === 'grant'
  }
}

interface Shown {
  readonly committed: ReadonlySet<string>
  /** Opaque ids of persons. */
  readonly people: boolean
  /** All other fields that stand readable in the leaf. */
  readonly plain: boolean
}

const unopened: Shown = { committed: new Set(), people: false, plain: true }

function shownOf(entry: Entry, charter: Charter, context: PublicContext): Shown {
  if (entry.type.startsWith('grant.')) {
    const declared = publicFieldsOf(charter, roleOf(entry, context))
    return { committed: new Set(declared), people: declared.includes('account'), plain: declared.length === allPublicFields.length }
  }
  const ofLog = charter.log?.public ?? allPublicFields
  const committed = new Set<string>(ABOUT_NOBODY[entry.type])
  // what the log is signed with must be known to whoever checks it; a passkey is its owner's business
  if (entry.type === 'key.added' && entry.fields.purpose === 'checkpoint' && entry.fields.owner === undefined) committed.add('key')
  if (WITH_DECIDERS.has(entry.type) && ofLog.includes('decided_by')) committed.add('decided_by')
  if (entry.type.startsWith('account.')) {
    const open = keepsNothingBack(charter) && !ofLogin(entry)
    return { committed: new Set(open ? LINKS : []), people: open, plain: open }
  }
  return { committed, people: ofLog.includes('account'), plain: true }
}

/** The role an entry of a grant is about: its own, or the one of the grant it names. */
function roleOf(entry: Entry, context: PublicContext): string | undefined {
  if (entry.type === 'grant.made') return entry.fields.role
  return 'grant' in entry.fields && typeof entry.fields.grant === 'number' ? context.roleOf(entry.fields.grant) : undefined
}

/** What somebody logs in with is nobody's business, however open a charter is. */
function ofLogin({ fields }: Entry): boolean {
  return 'account' in fields && typeof fields.account === 'string' && isLogin(fields.account)
}

function keepsNothingBack(charter: Charter): boolean {
  return [charter.log?.public, ...[...charter.classes.values()].map((one) => one.public)].every((list) => list === undefined)
}
