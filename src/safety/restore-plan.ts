import { obstaclesTo } from '../decide/eligibility.ts'
import { isGiven } from '../decide/holding.ts'
import { handleOf, type Known } from '../decide/question.ts'
import type { Id } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Grant, State } from '../ledger/state.ts'
import { withGrants } from './state-with-grants.ts'

/** A grant of then that is given again. It begins now, or when it was to begin. */
export interface Regrant {
  /** The grant as it was at the entry restored to. */
  readonly then: Grant
  readonly from: Instant
}

/** A grant of then that does not come back. */
export interface LeftOut {
  readonly then: Grant
  /** For the person who must decide what to do instead. */
  readonly why: string
}

/** What differs between who holds what now and who held what then. Empty lists: nothing does. */
export interface RestorePlan {
  /** Running grants that were not there, or not like this. */
  readonly ends: readonly Grant[]
  readonly makes: readonly Regrant[]
  /** Running grants that had another end; `until` undefined = none. */
  readonly renews: readonly { readonly grant: Grant; readonly until: Instant | undefined }[]
  readonly left: readonly LeftOut[]
}

/**
 * The changes that put grants back to an earlier state. What has run out since, what a departed, suspended or erased person held, what the present
 * charter no longer allows or whose conditions are not fulfilled now is left out and said. Everything but who holds what (the charter, suspensions,
 * accounts) stays as it is.
 */
export function planRestore(known: Known, then: State): RestorePlan {
  const { state, now } = known
  const wanted = [...then.runningGrants()].filter((grant) => isGiven(grant, then.at))
  const running = [...state.runningGrants()].filter((grant) => isGiven(grant, now))
  const [kept, open] = matched(wanted, running)
  const expired = (grant: Grant) => grant.until !== undefined && grant.until <= now
  const renews = kept
    .filter(({ was, is }) => was.until !== is.until && !expired(was))
    .map(({ was, is }) => ({ grant: is, until: was.until }))
  const staying = new Set(kept.filter(({ was }) => !expired(was)).map(({ is }) => is.id))
  const ends = running.filter((grant) => !staying.has(grant.id))
  const back = [...open, ...kept.filter(({ was }) => expired(was)).map(({ was }) => was)]
  const { makes, left } = admissible(known, ends, back)
  return { ends, makes, renews, left }
}

export function isEmptyRestore({ ends, makes, renews }: RestorePlan): boolean {
  return ends.length + makes.length + renews.length === 0
}

interface Pair {
  readonly was: Grant
  readonly is: Grant
}

/** Pairs each grant of then with the same one now, else with one that gives the same; those without a partner are open. */
function matched(wanted: readonly Grant[], running: readonly Grant[]): readonly [readonly Pair[], readonly Grant[]] {
  const free = new Map(running.map((grant) => [grant.id, grant]))
  const kept: Pair[] = []
  const take = (was: Grant, is: Grant | undefined): boolean => {
    if (is === undefined) return false
    free.delete(is.id)
    kept.push({ was, is })
    return true
  }
  const first = wanted.filter((was) => !take(was, free.get(was.id)))
  const byContent = new Map<string, Grant[]>()
  for (const grant of free.values()) byContent.set(contentOf(grant), [...(byContent.get(contentOf(grant)) ?? []), grant])
  const open = first.filter((was) => !take(was, byContent.get(contentOf(was))?.shift()))
  return [kept, open]
}

/** What a grant gives to whom, its end left out. */
function contentOf({ subject, role, account, targets }: Grant): string {
  return JSON.stringify([subject, role, account ?? null, targets?.toSorted() ?? null])
}

/**
 * Which grants may come back. One may depend on another, so what falls away is asked for again until nothing more does; of those that kept each
 * other out, such as two for one seat, the earlier ones come back after all.
 */
function admissible(known: Known, ends: readonly Grant[], back: readonly Grant[]): Pick<RestorePlan, 'makes' | 'left'> {
  const barred: LeftOut[] = []
  let coming: readonly Grant[] = back.flatMap((grant) => {
    const why = barOf(known, grant)
    if (why !== undefined) barred.push({ then: grant, why })
    return why === undefined ? [grant] : []
  })
  let out: readonly LeftOut[] = []
  for (let refused = refusedOf(known, ends, coming); refused.length > 0; refused = refusedOf(known, ends, coming)) {
    out = [...out, ...refused]
    const gone = new Set(refused.map(({ then }) => then))
    coming = coming.filter((grant) => !gone.has(grant))
  }
  for (let before = -1; before !== coming.length;) {
    before = coming.length
    for (const one of out) {
      const more = [...coming, one.then]
      if (refusedOf(known, ends, more).length > 0) continue
      coming = more
      out = out.filter((other) => other !== one)
    }
  }
  return { makes: coming.map((then) => ({ then, from: then.from > known.now ? then.from : known.now })), left: [...barred, ...out] }
}

/** Those of the grants that could not be given beside all the others. */
function refusedOf(known: Known, ends: readonly Grant[], coming: readonly Grant[]): readonly LeftOut[] {
  return coming.flatMap((grant) => {
    const role = known.charter.roles.get(grant.role)
    if (role === undefined) return [{ then: grant, why: `the charter has no role \`${grant.role}\` any more` }]
    const others = coming.filter((one) => one !== grant)
    const state = withGrants(known.state, ends, others, known.now)
    const { because } = obstaclesTo({ ...known, state }, grant.role, role, grant.subject, grant.account)
    return because.length === 0 ? [] : [{ then: grant, why: because.map(({ text }) => text).join('; ') }]
  })
}

/** What bars a grant whatever else comes back. */
function barOf({ state, now, charter }: Known, grant: Grant): string | undefined {
  const person = state.person(grant.subject)
  if (person?.handle === undefined) return 'the person was erased'
  if (person.departed !== undefined) return `${person.handle} has left`
  if (state.suspensionOf(grant.subject) !== undefined) return `${person.handle} is suspended`
  if (grant.until !== undefined && grant.until <= now) return 'it has run out since'
  const gone = grant.targets?.find((target) => charter.roles.get(grant.role)?.gives.has(target) === false)
  return gone === undefined ? undefined : `the role gives nothing on \`${gone}\` any more`
}

/** `amber as steward`. */
export function grantText(known: Pick<Known, 'state'>, { subject, role }: { readonly subject: SubjectId; readonly role: Id }): string {
  return `${handleOf(known.state, subject)} as ${role}`
}
