/** Changing one account's groups: one call, bounded to what the connector may, ends always explicit. */
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { AccountRef, ApplyNote, Change, TargetFailure } from '../../reconcile/target.ts'
import type { TargetClock } from '../outside.ts'
import { wholeSecond } from '../whole-seconds.ts'
import { userRightsAnswer } from './answers.ts'
import type { Client, Session } from './client.ts'
import { failure, remoteText } from './failure.ts'
import { ourTag } from './history.ts'
import { multi } from './multi.ts'
import { readAssignable } from './read.ts'

export type Apply = (account: AccountRef, changes: readonly Change[], note: ApplyNote) => Promise<Result<void, TargetFailure>>

/** Codes by which a wiki says that it does not have our tag, or that we may not use it. */
const tagRefused = (code: string) => code === 'badtags' || code.startsWith('tags-apply')

/** MediaWiki's limit for the summary of a log line, in characters. */
const longestReason = 500

export function openApplier(client: Client, clock: TargetClock): Apply {
  let tagExists = true

  async function send(account: AccountRef, changes: readonly Change[], note: ApplyNote): Promise<Result<void, TargetFailure>> {
    const added = changes.flatMap((change) => (change.kind === 'remove' ? [] : [change]))
    const removed = changes.flatMap((change) => (change.kind === 'remove' ? [change.group] : []))
    const session = await client.session()
    if (!session.ok) return session
    const tagged = tagExists && session.value.rights.has('applychangetags')
    const answer = await client.write(userRightsAnswer, {
      action: 'userrights',
      user: `#${account.id}`,
      // Without an end of its own a re-added membership would become unlimited.
      ...(added.length === 0
        ? {}
        : { add: multi(added.map(({ group }) => group)), expiry: multi(added.map(({ until }) => expiryOf(until))) }),
      ...(removed.length === 0 ? {} : { remove: multi(removed) }),
      reason: reasonOf(note),
      tags: tagged ? ourTag : undefined,
    })
    if (!answer.ok && tagged && tagRefused(answer.error.code)) {
      tagExists = false
      return await send(account, changes, note)
    }
    if (!answer.ok) return answer
    const { userid, user } = answer.value.userrights
    if (String(userid) !== account.id)
      return err(
        failure(
          'refused',
          'wrong-account',
          `the wiki changed \`${remoteText(user)}\` (user id ${userid}) instead of user id ${account.id}`,
        ),
      )
    return ok(undefined)
  }

  return async (account, changes, note) => {
    const groups = changes.map((change) => change.group)
    if (new Set(groups).size !== groups.length) throw new Error('two changes of one group in one call')
    if (!/^[1-9]\d{0,15}$/.test(account.id))
      return err(failure('invalid', 'no-such-account', `\`${remoteText(account.id)}\` is no user id of a wiki`))
    if (changes.length === 0) return ok(undefined)
    const refusals = await refusalsOf(client, changes, clock.now())
    if (!refusals.ok) return refusals
    const accepted = changes.filter((_, index) => refusals.value[index] === undefined)
    // A change that cannot be made does not hold back the others of the account.
    const sent = accepted.length === 0 ? ok(undefined) : await send(account, accepted, note)
    const refusal = refusals.value.find((each) => each !== undefined)
    return sent.ok && refusal !== undefined ? err(refusal) : sent
  }
}

/** The end as MediaWiki takes it, to the second. */
function expiryOf(until: Instant | undefined): string {
  return until === undefined ? 'infinity' : formatInstant(wholeSecond(until)).replace('.000Z', 'Z')
}

function reasonOf({ plan, url }: ApplyNote): string {
  const name = `WRIT-${plan}`
  const whole = url === undefined ? name : `${name} ${url}`
  return whole.length > longestReason ? name : whole
}

/** For each change why it cannot be made, or undefined. Asks the wiki anew before it says so: the wiki's owner may have repaired it. */
async function refusalsOf(
  client: Client,
  changes: readonly Change[],
  now: Instant,
): Promise<Result<readonly (TargetFailure | undefined)[], TargetFailure>> {
  const known = await client.session()
  if (!known.ok) return known
  const session = changes.every((change) => permits(known.value, change)) ? known : await client.session(true)
  if (!session.ok) return session
  const barred = changes.filter((change) => !permits(session.value, change))
  const existing = barred.length === 0 ? ok(new Set<string>()) : await readAssignable(client)
  if (!existing.ok) return existing
  return ok(
    changes.map((change) => {
      if (barred.includes(change)) return barredBecause(session.value, change.group, existing.value)
      if (change.kind === 'remove' || change.until === undefined || wholeSecond(change.until) > now) return undefined
      return failure('invalid', 'past-end', `the end of the membership of \`${change.group}\` has already come`)
    }),
  )
}

const permits = (session: Session, change: Change) => (change.kind === 'remove' ? session.remove : session.add).has(change.group)

function barredBecause(session: Session, group: string, existing: ReadonlySet<string>): TargetFailure {
  if (!existing.has(group))
    return failure('invalid', 'unknown-group', `the wiki has no group \`${group}\`; groups are told apart by upper and lower case`)
  const remedy = `let the owner of the wiki put it into $wgAddGroups['writ'] and $wgRemoveGroups['writ']`
  return failure('denied', 'group-not-changeable', `the account \`${session.name}\` may not change group \`${group}\`; ${remedy}`)
}
