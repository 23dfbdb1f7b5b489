/** What every implementation of the port `Target` keeps. Used by test/targets/*.test.ts inside a `describe`. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { instant, type Instant } from '../../src/kernel/instant.ts'
import type { Result } from '../../src/kernel/result.ts'
import type { AccountRef, Change, Observed, ObservedAccount, Target, TargetFailure } from '../../src/reconcile/target.ts'

/** A target with what a test must be able to do to its system. */
export interface TargetRig {
  readonly target: Target
  /** Groups that exist and that Writ may change. */
  readonly groups: readonly [string, string, string]
  /** A group that exists and that Writ may not change; undefined where there is no such thing. */
  readonly barred: string | undefined
  now(): Instant
  /** Makes an account. */
  account(name: string): Promise<AccountRef>
  /** Somebody else gives a group, in the system's log or behind its back. */
  give(account: AccountRef, group: string, until: Instant | undefined, logged: boolean): Promise<void>
  rename(account: AccountRef, name: string): Promise<void>
  /** Lets the end of this membership pass. */
  expire(account: AccountRef, group: string): Promise<void>
  /** The group is gone from the system's settings. Returns how to bring it back. */
  dropGroup(group: string): Promise<() => Promise<void>>
  /** Where `apply` only raises a task: a named person does it. */
  settle?(): Promise<void>
  stop(): Promise<void>
}

const note = { plan: 42, url: 'https://writ.example/log/42' }
const day = 86_400_000
const second = 1000

const seconds = (moment: Instant) => Math.floor(moment / second)

export function valueOf<T>(result: Result<T, TargetFailure>): T {
  if (!result.ok) assert.fail(`${result.error.kind} ${result.error.code}: ${result.error.message}`)
  return result.value
}

export function failureOf<T>(result: Result<T, TargetFailure>): TargetFailure {
  assert.ok(!result.ok, 'a failure was expected')
  return result.error
}

/** Memberships as plain data, ends in whole seconds since the epoch. */
export function held(account: ObservedAccount | undefined): Readonly<Record<string, number | 'unlimited'>> {
  return Object.fromEntries(
    [...(account?.memberships ?? [])]
      .map(([group, { until }]) => [group, until === undefined ? ('unlimited' as const) : Math.floor(until / second)] as const)
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  )
}

/** Registers the tests. `short`: only the scenario that is run wherever the system is installed. */
export function testTarget(makeRig: () => Promise<TargetRig>, short = false): void {
  let rig: TargetRig
  before(async () => {
    rig = await makeRig()
  })
  after(async () => await rig?.stop())

  const read = async (accounts: readonly AccountRef[], groups: readonly string[] = rig.groups): Promise<Observed> =>
    valueOf(await rig.target.read({ groups, accounts: accounts.map(({ id }) => id) }))
  const holdings = async (account: AccountRef, groups?: readonly string[]) => held((await read([account], groups)).accounts.get(account.id))
  const apply = async (account: AccountRef, ...changes: readonly Change[]) => {
    valueOf(await rig.target.apply(account, changes, note))
    await rig.settle?.()
  }
  const soon = (days: number) => instant(rig.now() + days * day + 123)
  /** What a system without ends of its own keeps of one. */
  const kept = (until: Instant) => (rig.target.capabilities.expiry ? seconds(until) : 'unlimited')

  it('gives, reads back, tells in its log, changes the end, takes away, and changes nothing when run again', async () => {
    const [first, other] = rig.groups
    const account = await rig.account('Ada of the corridor')
    assert.deepEqual(await holdings(account), {})
    const cursor = (await read([account])).cursor

    const until = soon(30)
    await apply(account, { kind: 'add', group: first, until }, { kind: 'add', group: other, until: undefined })
    assert.deepEqual(await holdings(account), { [first]: kept(until), [other]: 'unlimited' })
    await apply(account, { kind: 'add', group: first, until }, { kind: 'add', group: other, until: undefined })
    assert.deepEqual(await holdings(account), { [first]: kept(until), [other]: 'unlimited' })

    const later = soon(60)
    await apply(account, { kind: 'set-end', group: first, until: later }, { kind: 'remove', group: other })
    assert.deepEqual(await holdings(account), { [first]: kept(later) })
    await apply(account, { kind: 'remove', group: first })
    await apply(account, { kind: 'remove', group: first })
    assert.deepEqual(await holdings(account), {})

    const history = await rig.target.history(cursor)
    if (history === undefined) return
    const { changes } = valueOf(history)
    assert.equal(changes.length, 3, 'three calls changed something')
    for (const change of changes) {
      assert.deepEqual(change.account, account)
      assert.ok(change.ours)
      assert.match(change.comment, /WRIT-42 https:\/\/writ\.example\/log\/42/)
      assert.ok(Math.abs(change.at - rig.now()) < 600 * second)
    }
    assert.deepEqual(changes[0]?.added.toSorted(), [first, other].toSorted())
    assert.deepEqual(changes[1]?.removed, [other])
    assert.deepEqual(changes[2]?.removed, [first])
  })
  if (short) return

  it('surveys who is in which group, in those that are gone too', async (context) => {
    const { survey } = rig.target
    if (survey === undefined) return context.skip('this target cannot be surveyed')
    const [first, other] = rig.groups
    const [stays, stray] = [await rig.account('Surveyed'), await rig.account('Stray of old')]
    await rig.give(stays, first, undefined, true)
    await rig.give(stray, other, undefined, true)
    const restore = await rig.dropGroup(other)
    try {
      const seen = valueOf(await survey())
      assert.equal(seen.strays, true)
      assert.equal(seen.groups.get(first)?.assignable, true)
      assert.equal(seen.groups.has(other), false)
      const groupsOf = (account: AccountRef) => seen.holders.find((one) => one.account.id === account.id)?.groups
      assert.deepEqual([groupsOf(stays), groupsOf(stray)], [[first], [other]])
    } finally {
      await restore()
    }
  })

  it('lists members nobody asked for, and accounts asked for that are in no group, and no others', async () => {
    const [member, bystander, stranger] = [await rig.account('Member'), await rig.account('Bystander'), await rig.account('Stranger')]
    await rig.give(member, rig.groups[0], undefined, true)
    const observed = await read([bystander])
    assert.equal(observed.target, rig.target.id)
    assert.deepEqual(held(observed.accounts.get(member.id)), { [rig.groups[0]]: 'unlimited' })
    assert.equal(observed.accounts.get(member.id)?.name, 'Member')
    assert.deepEqual(held(observed.accounts.get(bystander.id)), {})
    assert.equal(observed.accounts.has(stranger.id), false)
    const only = valueOf(await rig.target.read({ groups: rig.groups, accounts: [bystander.id], accountsOnly: true }))
    assert.ok(only.accounts.has(bystander.id))
  })

  it('shows memberships of the groups asked for only', async () => {
    const account = await rig.account('Of two groups')
    await rig.give(account, rig.groups[0], undefined, true)
    await rig.give(account, rig.groups[1], undefined, true)
    assert.deepEqual(await holdings(account, [rig.groups[1]]), { [rig.groups[1]]: 'unlimited' })
  })

  it('names the groups that can be assigned', async () => {
    const observed = await read([], [...rig.groups, 'No such group'])
    for (const group of rig.groups) assert.ok(observed.assignable.has(group), group)
    if (rig.target.capabilities.readBack) assert.equal(observed.assignable.has('No such group'), false)
  })

  it('makes a limited membership unlimited when that is what is asked', async () => {
    const account = await rig.account('From limited to unlimited')
    await apply(account, { kind: 'add', group: rig.groups[0], until: soon(3) })
    await apply(account, { kind: 'set-end', group: rig.groups[0], until: undefined })
    assert.deepEqual(await holdings(account), { [rig.groups[0]]: 'unlimited' })
  })

  it('keeps the ends of several groups given at once apart', async () => {
    const account = await rig.account('Three ends')
    const [one, two, three] = rig.groups
    const [near, far] = [soon(1), soon(900)]
    await apply(
      account,
      { kind: 'add', group: three, until: far },
      { kind: 'add', group: one, until: undefined },
      { kind: 'add', group: two, until: near },
    )
    assert.deepEqual(await holdings(account), { [one]: 'unlimited', [two]: kept(near), [three]: kept(far) })
  })

  it('leaves the other groups of an account alone', async () => {
    const account = await rig.account('With others')
    await rig.give(account, rig.groups[1], undefined, true)
    if (rig.barred !== undefined) await rig.give(account, rig.barred, undefined, true)
    await apply(account, { kind: 'add', group: rig.groups[0], until: undefined })
    await apply(account, { kind: 'remove', group: rig.groups[0] })
    const expected = [rig.groups[1], ...(rig.barred === undefined ? [] : [rig.barred])]
    assert.deepEqual(Object.keys(await holdings(account, [...rig.groups, ...expected])), expected.toSorted())
  })

  it('refuses a group that does not exist, also in another case of letters, and still makes the other change', async () => {
    const account = await rig.account('Of an unknown group')
    for (const group of ['No such group', rig.groups[0].toUpperCase()]) {
      const changes: readonly Change[] = [
        { kind: 'add', group, until: undefined },
        { kind: 'add', group: rig.groups[1], until: undefined },
      ]
      const failure = failureOf(await rig.target.apply(account, changes, note))
      await rig.settle?.()
      assert.equal(failure.kind, 'invalid')
      assert.equal(failure.code, 'unknown-group')
      assert.ok(failure.message.includes(group))
      assert.deepEqual(Object.keys(await holdings(account)), [rig.groups[1]])
    }
  })

  it('says that it may not change a group, and still makes the other change', async (test) => {
    const { barred } = rig
    if (barred === undefined) return test.skip('every group may be changed')
    const account = await rig.account('Of a barred group')
    const changes: readonly Change[] = [
      { kind: 'add', group: barred, until: undefined },
      { kind: 'add', group: rig.groups[0], until: undefined },
    ]
    const failure = failureOf(await rig.target.apply(account, changes, note))
    assert.equal(failure.kind, 'denied')
    assert.ok(failure.message.includes(barred))
    assert.deepEqual(await holdings(account, [...rig.groups, barred]), { [rig.groups[0]]: 'unlimited' })
  })

  it('refuses an end that has come already', async (test) => {
    if (!rig.target.capabilities.expiry) return test.skip('it does not end memberships')
    const account = await rig.account('Of a past end')
    const past = { kind: 'add', group: rig.groups[0], until: instant(rig.now() - day) } as const
    assert.equal(failureOf(await rig.target.apply(account, [past], note)).kind, 'invalid')
    assert.deepEqual(await holdings(account), {})
  })

  it('shows an account after its end has passed without the membership', async (test) => {
    if (!rig.target.capabilities.expiry) return test.skip('it does not end memberships')
    const account = await rig.account('Of a passing end')
    await apply(account, { kind: 'add', group: rig.groups[0], until: soon(1) }, { kind: 'add', group: rig.groups[1], until: soon(900) })
    const { cursor } = await read([account])
    await rig.expire(account, rig.groups[0])
    assert.deepEqual(Object.keys(await holdings(account)), [rig.groups[1]])
    const history = await rig.target.history(cursor)
    if (history !== undefined) assert.deepEqual(valueOf(history).changes, [], 'an end leaves no line in the log')
  })

  it('knows a renamed account by its id and finds it by its new name only', async (test) => {
    if (!rig.target.capabilities.readBack) return test.skip('accounts are known by name')
    const account = await rig.account('Before the wedding')
    await apply(account, { kind: 'add', group: rig.groups[0], until: undefined })
    await rig.rename(account, 'After the wedding')
    const seen = (await read([account])).accounts.get(account.id)
    assert.equal(seen?.name, 'After the wedding')
    assert.deepEqual(held(seen), { [rig.groups[0]]: 'unlimited' })
    const found = valueOf(await rig.target.lookUp(['Before the wedding', 'After the wedding']))
    assert.deepEqual([...found.keys()], ['After the wedding'])
    await apply(account, { kind: 'remove', group: rig.groups[0] })
    assert.deepEqual(await holdings(account), {})
  })

  it('says nothing of an account that does not exist, and cannot change it', async (test) => {
    if (!rig.target.capabilities.readBack) return test.skip('nobody can be asked')
    const nobody = { id: '987654', name: 'Nobody' }
    assert.equal((await read([nobody])).accounts.size, (await read([])).accounts.size)
    const failure = failureOf(await rig.target.apply(nobody, [{ kind: 'add', group: rig.groups[0], until: undefined }], note))
    assert.equal(failure.kind, 'invalid')
    assert.deepEqual(valueOf(await rig.target.lookUp(['Nobody at all'])).size, 0)
  })

  it('finds accounts by the name as it was asked', async () => {
    const account = await rig.account('Zoë Ångström')
    const found = valueOf(await rig.target.lookUp(['Zoë Ångström']))
    assert.equal(found.get('Zoë Ångström')?.id, account.id)
  })

  it('handles accounts with names made to confuse', async () => {
    const names = [
      'Robert); DROP TABLE user;--',
      '" onload="alert(1)',
      '𝕬lice',
      'Ｆullwidth',
      "O'Hara & Sons",
      'A'.repeat(200),
      '100% = $x',
      'Пётр',
      'אבג',
      '=cmd()',
    ]
    for (const name of names) {
      const account = await rig.account(name)
      await apply(account, { kind: 'add', group: rig.groups[0], until: undefined })
      assert.deepEqual(await holdings(account), { [rig.groups[0]]: 'unlimited' }, name)
      const found = valueOf(await rig.target.lookUp([account.name, 'a|b', '\u001F', '', 'x\u0000y', '\uD800']))
      assert.equal(found.get(account.name)?.id, account.id)
    }
  })

  it('attributes what others did to them, and has no line for what was done behind its back', async (test) => {
    const { cursor } = await read([])
    const [logged, unlogged] = [await rig.account('Given in the log'), await rig.account('Given behind the back')]
    const start = await rig.target.history(cursor)
    if (start === undefined) return test.skip('it has no log')
    await rig.give(logged, rig.groups[0], undefined, true)
    await rig.give(unlogged, rig.groups[0], undefined, false)
    const first = valueOf((await rig.target.history(valueOf(start).cursor)) ?? assert.fail('it had a log'))
    assert.deepEqual(
      first.changes.map((change) => [change.account.id, change.added, change.removed, change.ours]),
      [[logged.id, [rig.groups[0]], [], false]],
    )
    assert.notEqual(first.changes[0]?.by, '')
    const again = valueOf((await rig.target.history(first.cursor)) ?? assert.fail('it had a log'))
    assert.deepEqual(again.changes, [], 'told once')
    const whole = valueOf((await rig.target.history(undefined)) ?? assert.fail('it had a log'))
    assert.ok(whole.changes.length > 1)
    const moments = whole.changes.map((change) => change.at)
    assert.deepEqual(
      moments,
      moments.toSorted((left, right) => left - right),
      'oldest first',
    )
  })

  it('does not list a group that is gone as assignable, and refuses to give it', async (test) => {
    if (!rig.target.capabilities.readBack) return test.skip('nobody can be asked')
    const [group, other] = [rig.groups[2], rig.groups[0]]
    const account = await rig.account('Of a group that goes')
    await rig.give(account, group, undefined, true)
    await rig.give(account, other, undefined, true)
    const restore = await rig.dropGroup(group)
    try {
      const observed = await read([account])
      assert.equal(observed.assignable.has(group), false)
      assert.equal(held(observed.accounts.get(account.id))[other], 'unlimited', 'the rest is still read')
      assert.equal(failureOf(await rig.target.apply(account, [{ kind: 'add', group, until: undefined }], note)).kind, 'invalid')
    } finally {
      await restore()
    }
    assert.ok((await read([account])).assignable.has(group))
  })

  it('tells of its connection without an error', async () => {
    const findings = await rig.target.inspect()
    assert.ok(findings.length > 0)
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    )
  })
}
