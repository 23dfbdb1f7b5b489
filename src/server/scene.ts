import type { Charter, PublicField } from '../charter/model.ts'
import type { CharterSource } from '../charter/source.ts'
import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { publicFieldsOf, publicView, type PublicEntry } from '../ledger/public-view.ts'
import type { CharterRevision, Grant, State } from '../ledger/state.ts'
import { CharterUnreadableError, type CharterReader } from '../workflow/charter-document.ts'
import type { LedgerMoment } from '../workflow/ledger-follower.ts'

/** Everything a view is made from, at one moment. What it tells of entries and persons is public; only the state is not: use it for numbers and order. */
export interface Scene {
  readonly moment: LedgerMoment
  readonly state: State
  readonly now: Instant
  readonly source: CharterSource
  readonly charter: Charter
  readonly revision: CharterRevision
  /** Entries from a number on, at most `limit`, as the public may see them. */
  readonly entries: (from: number, limit: number) => Promise<readonly PublicEntry[]>
  readonly entry: (seq: number) => Promise<PublicEntry | undefined>
  /** The revision in force when an entry was made. */
  readonly revisionAt: (seq: number) => CharterRevision
  /** Fields of a grant that its charter calls public. */
  readonly fieldsOf: (grant: Grant) => readonly PublicField[]
  /** What a person is called in public; undefined = erased, or nothing about them is public. */
  readonly handleOf: (subject: SubjectId) => string | undefined
  /** The person whom the public knows by this handle. */
  readonly personOf: (handle: string) => SubjectId | undefined
}

/** Throws CharterUnreadableError where no charter is in force or one of the past cannot be read. */
export async function openScene(moment: LedgerMoment, charters: CharterReader, now: Instant): Promise<Scene> {
  const { state } = moment
  const revision = state.charter
  if (revision === undefined) throw new CharterUnreadableError('this ledger has no charter yet; run `writ setup`')
  const sources = new Map<string, CharterSource>()
  for (const { hash } of state.revisions) sources.set(hash, await charters.read(hash))
  const source = sources.get(revision.hash) ?? (await charters.read(revision.hash))
  const revisionAt = (seq: number) => state.revisions.findLast((one) => one.seq <= seq) ?? revision
  const charterAt = (seq: number) => sources.get(revisionAt(seq).hash)?.charter ?? source.charter
  const roleOf = (grant: number) => state.grant(grant)?.role
  const fieldsOf = (grant: Grant) => publicFieldsOf(charterAt(grant.id), grant.role)
  const handles = new Map<SubjectId, string | undefined>()
  const handleOf = (subject: SubjectId): string | undefined => {
    if (!handles.has(subject)) {
      const isPublic = state.grantsOf(subject).some((grant) => fieldsOf(grant).includes('account'))
      handles.set(subject, isPublic ? state.person(subject)?.handle : undefined)
    }
    return handles.get(subject)
  }
  const entries = async (from: number, limit: number) =>
    (await moment.entries(from, limit)).map((entry) => publicView(entry, { charterAt, roleOf }))
  return {
    moment,
    state,
    now,
    source,
    charter: source.charter,
    revision,
    entries,
    entry: async (seq) => (await entries(seq, 1))[0],
    revisionAt,
    fieldsOf,
    handleOf,
    personOf: (handle) => {
      const subject = state.personByHandle(handle)?.subject
      return subject === undefined || handleOf(subject) === undefined ? undefined : subject
    },
  }
}
