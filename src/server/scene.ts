import type { Charter, PublicField } from '../charter/model.ts'
import type { CharterSource } from '../charter/source.ts'
import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { publicLeaf, type PublicLeaf } from '../ledger/public-leaf.ts'
import { publicFieldsOf, publicView, type PublicEntry } from '../ledger/public-view.ts'
import type { CharterRevision, Grant, State } from '../ledger/state.ts'
import { CharterUnreadableError, type CharterReader } from '../workflow/charter-document.ts'
import { nothingSigned, type SignedLog } from '../workflow/signing/signed-log.ts'
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
  /** The very bytes of an entry, where they tell no more than its public view; undefined where they do, or where there is no such entry. */
  readonly leaf: (seq: number) => Promise<PublicLeaf | undefined>
  /** The charter of a revision by its hash. Rejects with CharterUnreadableError. */
  readonly charterOf: (hash: string) => Promise<CharterSource>
  /** The revision in force when an entry was made. */
  readonly revisionAt: (seq: number) => CharterRevision
  /** Fields of a grant that its charter calls public. */
  readonly fieldsOf: (grant: Grant) => readonly PublicField[]
  /** What a person is called in public; undefined = erased, or nothing about them is public. */
  readonly handleOf: (subject: SubjectId) => string | undefined
  /** The person whom the public knows by this handle. */
  readonly personOf: (handle: string) => SubjectId | undefined
  /** What was signed of the log. */
  readonly signedLog: () => Promise<SignedLog>
}

/** Throws CharterUnreadableError where the charter in force cannot be read. Of entries made under one of the past that cannot be read, nothing is shown. */
export async function openScene(
  moment: LedgerMoment,
  charters: CharterReader,
  now: Instant,
  signedLog = () => Promise.resolve(nothingSigned),
): Promise<Scene> {
  const { state } = moment
  const revision = state.charter
  if (revision === undefined) throw new CharterUnreadableError('this ledger has no charter yet; run `writ setup`')
  const source = await charters.inForce(state)
  const past = await pastCharters(charters, state.revisions)
  const revisionAt = (seq: number) => state.revisions.findLast((one) => one.seq <= seq) ?? revision
  const charterAt = (seq: number) => past.get(revisionAt(seq).hash)
  const roleOf = (grant: number) => state.grant(grant)?.role
  const fieldsOf = (grant: Grant): readonly PublicField[] => {
    const then = charterAt(grant.id)
    return then === undefined ? [] : publicFieldsOf(then, grant.role)
  }
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
    leaf: async (seq) => {
      const stored = seq < moment.size ? await moment.stored(seq) : undefined
      if (stored === undefined) return undefined
      const isNamed = (subject: SubjectId) => handleOf(subject) !== undefined
      return publicLeaf(stored, { charterAt, roleOf, isNamed, ownerOf: (account) => state.account(account)?.subject })
    },
    charterOf: (hash) => charters.read(hash),
    revisionAt,
    fieldsOf,
    handleOf,
    signedLog,
    personOf: (handle) => {
      const subject = state.personByHandle(handle)?.subject
      return subject === undefined || handleOf(subject) === undefined ? undefined : subject
    },
  }
}

/** The charters of all revisions, by hash, without those that cannot be read any more. */
async function pastCharters(charters: CharterReader, revisions: readonly CharterRevision[]): Promise<ReadonlyMap<string, Charter>> {
  const past = new Map<string, Charter>()
  for (const { hash } of revisions) {
    try {
      past.set(hash, (await charters.read(hash)).charter)
    } catch (error) {
      if (!(error instanceof CharterUnreadableError)) throw error
    }
  }
  return past
}
