/**
 * A Simple Machines Forum as a target, through a shim beside it (writ-shim.php). A membership is a group that is primary or additional, no matter which;
 * groups that come with posts and implicit ones are nobody's to give. The forum ends no membership by itself, and its log takes no words of ours.
 */
import { err, ok, type Result } from '../../kernel/result.ts'
import type { AccountRef, Change, Observed, ObservedAccount, ReadScope, Target, TargetFailure } from '../../reconcile/target.ts'
import { failure, incomplete } from '../mediawiki/failure.ts'
import { changeAnswer, findAnswer, groupsAnswer, listAnswer, type ForumGroup, type ForumMember } from './answers.ts'
import { openShimClient, type ShimClientOptions } from './client.ts'
import { placeGroups, type WantedGroup } from './forum-groups.ts'
import { inspectForum } from './inspect.ts'

export interface SmfOptions extends ShimClientOptions {
  readonly id: string
  readonly groups: ReadonlyMap<string, WantedGroup>
}

const READINGS = 3
/** Ids or names of one question. */
const AT_ONCE = 500

type Placed = ReadonlyMap<string, ForumGroup>

export function smfTarget(options: SmfOptions): Target {
  const { id, api, clock, groups: wanted } = options
  const client = openShimClient(options)
  let latest: Placed | undefined

  async function placed(): Promise<Result<Placed, TargetFailure>> {
    const answer = await client.ask(groupsAnswer, { do: 'groups' })
    if (!answer.ok) return answer
    latest = placeGroups(wanted, answer.value.groups)
    return ok(latest)
  }

  /** undefined = somebody came or went meanwhile. */
  async function pages(): Promise<Result<readonly ForumMember[] | undefined, TargetFailure>> {
    const members: ForumMember[] = []
    let first: number | undefined
    for (;;) {
      const page = await client.ask(listAnswer, { do: 'list', after: members.at(-1)?.id ?? 0 })
      if (!page.ok) return page
      const { total, members: more } = page.value
      if (first !== undefined && first !== total) return ok(undefined)
      first = total
      members.push(...more)
      if (more.length === 0 || members.length >= total) return ok(members.length === total ? members : undefined)
    }
  }

  async function everybody(): Promise<Result<readonly ForumMember[], TargetFailure>> {
    for (let reading = 0; reading < READINGS; reading += 1) {
      const members = await pages()
      if (!members.ok) return members
      if (members.value !== undefined) return ok(members.value)
    }
    return err(incomplete('listing-moves', `the members of ${api.host} changed during ${READINGS} readings; nothing of it was used`))
  }

  async function find(asked: { readonly ids?: readonly number[]; readonly names?: readonly string[] }) {
    const members: ForumMember[] = []
    const { ids = [], names = [] } = asked
    for (let from = 0; from < Math.max(ids.length, names.length); from += AT_ONCE) {
      const answer = await client.ask(findAnswer, {
        do: 'find',
        ids: ids.slice(from, from + AT_ONCE),
        names: names.slice(from, from + AT_ONCE),
      })
      if (!answer.ok) return answer
      members.push(...answer.value.members)
    }
    return ok(members)
  }

  async function read(scope: ReadScope): Promise<Result<Observed, TargetFailure>> {
    const at = clock.now()
    const known = await placed()
    if (!known.ok) return known
    const ids = scope.accounts.flatMap((account) => (/^[1-9]\d{0,8}$/.test(account) ? [Number(account)] : []))
    const listed = scope.accountsOnly === true ? ok([]) : await everybody()
    if (!listed.ok) return listed
    const there = new Set(listed.value.map((one) => one.id))
    const further = await find({ ids: ids.filter((one) => !there.has(one)) })
    if (!further.ok) return further
    const inScope = new Map([...known.value].filter(([group]) => scope.groups.includes(group)))
    const asked = new Set(ids)
    const accounts = [...listed.value, ...further.value]
      .map((member) => ({ member, account: observe(member, inScope) }))
      .filter(({ member, account }) => asked.has(member.id) || account.memberships.size > 0)
    return ok({
      target: id,
      at,
      accounts: new Map(accounts.map(({ account }) => [account.id, account])),
      assignable: new Set(known.value.keys()),
      cursor: undefined,
    })
  }

  async function change(account: AccountRef, { group, kind }: Exclude<Change, { kind: 'set-end' }>): Promise<Result<void, TargetFailure>> {
    const forum = latest?.get(group)
    if (forum === undefined)
      return err(failure('invalid', 'unknown-group', `the forum has no group for \`${group}\` that people can be put into`))
    const done = await client.ask(changeAnswer, { do: 'change', member: Number(account.id), group: forum.id, kind })
    if (!done.ok) return err({ ...done.error, message: `group \`${group}\`: ${done.error.message}` })
    if (done.value.member.groups.includes(forum.id) === (kind === 'add')) return ok(undefined)
    return err(failure('unavailable', 'not-converged', `group \`${group}\`: the forum says that it did it, and it is not so`))
  }

  return {
    id,
    capabilities: { expiry: false, readBack: true, lock: false, concurrency: 1 },
    read,
    lookUp: async (names) => {
      const asked = names.filter((name) => name !== '' && name.isWellFormed() && !name.includes('\u0000'))
      const found = await find({ names: asked })
      if (!found.ok) return found
      const byName = new Map(found.value.map((member) => [member.name, observe(member, new Map())]))
      return ok(new Map(asked.flatMap((name) => (byName.has(name) ? [[name, byName.get(name) as ObservedAccount] as const] : []))))
    },
    apply: async (account, changes) => {
      const known = latest === undefined ? await placed() : ok(latest)
      if (!known.ok) return known
      if (!/^[1-9]\d{0,8}$/.test(account.id))
        return err(failure('invalid', 'no-such-account', `the forum has no member with the id ${account.id}`))
      let first: TargetFailure | undefined
      for (const one of changes) {
        if (one.kind === 'set-end') continue
        const done = await change(account, one)
        if (!done.ok) first ??= done.error
      }
      if (first?.code === 'unknown-group') latest = undefined
      return first === undefined ? ok(undefined) : err(first)
    },
    history: () => undefined,
    inspect: async () => {
      const answer = await client.ask(groupsAnswer, { do: 'groups' })
      if (answer.ok) return inspectForum(api.host, answer.value.forum, wanted, answer.value.groups)
      return [
        {
          severity: 'error',
          code: 'smf/connection',
          message: answer.error.message,
          remedy: 'check the address, the secret and the clocks on both sides',
        },
      ]
    },
  }
}

function observe({ id, name, groups, active }: ForumMember, placed: Placed): ObservedAccount {
  const held = [...placed].filter(([, forum]) => groups.includes(forum.id)).map(([group]) => [group, { until: undefined }] as const)
  return { id: String(id), name, memberships: new Map(held), locked: !active }
}
