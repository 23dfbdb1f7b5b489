/**
 * A target without a system behind it, good enough to copy when you write a new one: it keeps every promise of the port, and breaks them on
 * demand. Like MediaWiki it ends memberships by itself, keeps ends to the second and has a log that does not know what came about by time.
 */
import type { Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type {
  Capabilities,
  Change,
  History,
  Inspection,
  Observed,
  ObservedAccount,
  ReadScope,
  Target,
  TargetFailure,
} from '../../reconcile/target.ts'
import type { Sleep, TargetClock } from '../outside.ts'
import { memoryShelf, shelfFailure, type Shelf } from '../shelf.ts'
import { wholeSecond } from '../whole-seconds.ts'
import { faultsOf, type Fault, type FaultRule, type Operation } from './faults.ts'
import { alter, emptyState, endOf, readState, running, type Alteration, type SimulatedAccount, type SimulatedState } from './state.ts'

export interface SimulatedOptions {
  readonly id: string
  readonly clock: TargetClock
  /** Where the system's state is kept; in memory if absent. `fileShelf(path)` shares it between processes. */
  readonly shelf?: Shelf
  /** The system's state if the shelf holds none. */
  readonly state?: Partial<SimulatedState>
  /** What goes wrong: asked anew at each call. */
  readonly faults?: readonly FaultRule[] | (() => readonly FaultRule[])
  readonly sleep?: Sleep
  readonly capabilities?: Partial<Capabilities>
}

export interface SimulatedTarget extends Target {
  /** The system as its own administrators see it. */
  state(): SimulatedState
  /** A change made without Writ. `at` defaults to now. */
  alter(alteration: Omit<Alteration, 'at'> & { readonly at?: Instant }): void
  /** Any other change of the system: new accounts, groups that go, names that change. */
  update(change: (state: SimulatedState) => SimulatedState): void
  /** How often each operation was called. */
  calls(): Readonly<Record<Operation, number>>
}

const failures: Readonly<Record<'down' | 'warned' | 'half-applied', TargetFailure>> = {
  down: { kind: 'unavailable', code: 'down', message: 'the simulated system does not answer' },
  warned: { kind: 'incomplete', code: 'warned', message: 'the simulated system warned that its listing is not what was asked for' },
  'half-applied': { kind: 'unavailable', code: 'connection-lost', message: 'the connection to the simulated system broke' },
}

/** Nothing is simulated of how somebody became a member and what for. */
const plainMember = { reads: false, lastLogin: undefined, joined: undefined, elsewhereManaged: false } as const

/** The failure that a fault means for any call, if it does. */
function failureOf(fault: Fault): TargetFailure | undefined {
  if (fault.kind === 'down' || fault.kind === 'warned') return failures[fault.kind]
  if (fault.kind === 'rate-limit')
    return { kind: 'busy', code: 'rate-limit', message: 'the simulated system asks to wait', retryAfter: fault.retryAfter }
  if (fault.kind !== 'fails') return undefined
  const { failure, code, retryAfter } = fault
  return { kind: failure, code, message: `the simulated system says ${code}`, ...(retryAfter === undefined ? {} : { retryAfter }) }
}

export function simulatedTarget(options: SimulatedOptions): SimulatedTarget {
  const { id, clock, shelf = memoryShelf(), sleep = async () => undefined } = options
  const capabilities: Capabilities = { expiry: true, readBack: true, lock: true, concurrency: 4, ...options.capabilities }
  const calls: Record<Operation, number> = { read: 0, lookUp: 0, apply: 0, history: 0 }
  let hidden: { readonly state: SimulatedState; readonly until: number } | undefined

  const state = (): SimulatedState => {
    const kept = shelf.get()
    return kept === undefined ? { ...emptyState, ...options.state } : readState(kept)
  }
  const save = (next: SimulatedState) => shelf.put(JSON.parse(JSON.stringify(next)))
  /** What the system shows: during a delay still what it was before. */
  const visible = (): SimulatedState => (hidden !== undefined && clock.now() < hidden.until ? hidden.state : state())

  const unreadableNow = (): TargetFailure | undefined => {
    try {
      state()
      return undefined
    } catch (error) {
      return shelfFailure(error)
    }
  }

  /** Counts the call and lets its faults happen; the failure if one ends it. */
  async function begin(
    operation: Operation,
    account?: string,
  ): Promise<{ readonly faults: readonly Fault[]; readonly failed?: TargetFailure }> {
    calls[operation] += 1
    const unreadable = unreadableNow()
    if (unreadable !== undefined) return { faults: [], failed: unreadable }
    const rules = typeof options.faults === 'function' ? options.faults() : (options.faults ?? [])
    const faults = faultsOf(rules, operation, calls[operation], account)
    for (const fault of faults) {
      if (fault.kind === 'slow') await sleep(fault.milliseconds)
      if (fault.kind === 'rename') save(renamed(state(), fault.id, fault.name))
      if (fault.kind === 'delayed') hidden = { state: state(), until: clock.now() + fault.milliseconds }
      const failed = failureOf(fault)
      if (failed !== undefined) return { faults, failed }
    }
    return { faults }
  }

  function observe(account: SimulatedAccount, groups: ReadonlySet<string> | undefined): ObservedAccount {
    const shown = running(account, clock.now()).filter(({ group }) => groups === undefined || groups.has(group))
    const memberships = new Map(shown.map((membership) => [membership.group, { until: endOf(membership) }]))
    return { id: account.id, name: account.name, memberships, locked: account.locked }
  }

  async function read(scope: ReadScope): Promise<Result<Observed, TargetFailure>> {
    const { faults, failed } = await begin('read')
    if (failed !== undefined) return err(failed)
    const seen = visible()
    const groups = new Set(scope.groups)
    const asked = new Set(scope.accounts)
    const all = seen.accounts.map((account) => observe(account, groups))
    const found = all.filter((account) => asked.has(account.id) || (scope.accountsOnly !== true && account.memberships.size > 0))
    const short = faults.find((fault) => fault.kind === 'short')
    const accounts = short === undefined ? found : found.slice(0, short.accounts)
    return ok({
      target: id,
      at: clock.now(),
      accounts: new Map(accounts.map((account) => [account.id, account])),
      assignable: new Set(seen.groups),
      cursor: String(seen.log.at(-1)?.number ?? 0),
      ...(seen.connector === undefined ? {} : { connector: seen.connector }),
    })
  }

  return {
    id,
    capabilities,
    state,
    update: (change) => save(change(state())),
    alter: (alteration) => save(alter(state(), { at: clock.now(), ...alteration })),
    calls: () => ({ ...calls }),
    read,
    members: {
      list: async () => {
        const { failed } = await begin('read')
        const seen = (account: SimulatedAccount) => ({ account: { id: account.id, name: account.name }, ...plainMember })
        return failed === undefined ? ok(visible().accounts.map(seen)) : err(failed)
      },
      remove: async ({ id: gone }) => {
        const { failed } = await begin('apply', gone)
        if (failed !== undefined) return err(failed)
        const before = state()
        save({ ...before, accounts: before.accounts.filter((account) => account.id !== gone) })
        return ok(undefined)
      },
    },
    survey: async () => {
      const { failed } = await begin('read')
      if (failed !== undefined) return err(failed)
      const seen = visible()
      const nothing = { assignable: true, rights: undefined, adds: [], removes: [], addsToSelf: [], removesFromSelf: [] }
      const holders = seen.accounts.flatMap((account) => {
        const groups = [...observe(account, undefined).memberships.keys()]
        return groups.length === 0 ? [] : [{ account: { id: account.id, name: account.name }, groups }]
      })
      return ok({
        at: clock.now(),
        groups: new Map(seen.groups.map((group) => [group, nothing])),
        holders,
        strays: true,
        connector: seen.connector,
      })
    },
    lookUp: async (names) => {
      const { failed } = await begin('lookUp')
      if (failed !== undefined) return err(failed)
      const known = new Map(visible().accounts.map((account) => [account.name, account]))
      return ok(
        new Map(
          names.flatMap((name) => {
            const account = known.get(name)
            return account === undefined ? [] : [[name, observe(account, undefined)] as const]
          }),
        ),
      )
    },
    apply: async (account, changes, note) => {
      const { faults, failed } = await begin('apply', account.id)
      if (failed !== undefined) return err(failed)
      const before = state()
      if (!before.accounts.some((each) => each.id === account.id))
        return err({ kind: 'invalid', code: 'no-such-account', message: `there is no account \`${account.name}\` with id ${account.id}` })
      const half = faults.find((fault) => fault.kind === 'half-applied')
      const taken = half === undefined ? changes : changes.slice(0, half.changes)
      const refusals = taken.map((change) => refusalOf(before, change, clock.now()))
      const accepted = taken.filter((_, index) => refusals[index] === undefined)
      if (!faults.some((fault) => fault.kind === 'lying')) {
        const add = accepted.flatMap((change) => (change.kind === 'remove' ? [] : [membershipOf(change, capabilities)]))
        const remove = accepted.flatMap((change) => (change.kind === 'remove' ? [change.group] : []))
        const comment = [`WRIT-${note.plan}`, note.url].filter((part) => part !== undefined).join(' ')
        const after = alter(before, { id: account.id, add, remove, at: clock.now(), by: 'writ', ours: true, comment })
        if (after !== before) save(after)
      }
      const refusal = refusals.find((each) => each !== undefined)
      if (refusal !== undefined) return err(refusal)
      return half === undefined ? ok(undefined) : err(failures['half-applied'])
    },
    lock: async (account) => {
      const { failed } = await begin('apply', account.id)
      if (failed !== undefined) return err(failed)
      if (!capabilities.lock) return err({ kind: 'refused', code: 'no-lock', message: 'the simulated system cannot lock accounts' })
      const before = state()
      save({ ...before, accounts: before.accounts.map((each) => (each.id === account.id ? { ...each, locked: true } : each)) })
      return ok(undefined)
    },
    history: async (after): Promise<Result<History, TargetFailure>> => {
      const { failed } = await begin('history')
      if (failed !== undefined) return err(failed)
      const seen = visible()
      const names = new Map(seen.accounts.map((account) => [account.id, account.name]))
      const lines = seen.log.filter((line) => line.number > Number(after ?? 0))
      const changes = lines.map(({ id: account, added, removed, by, at, ours, comment }) => {
        return { account: { id: account, name: names.get(account) ?? '' }, added, removed, by, at: at as Instant, ours, comment }
      })
      return ok({ changes, cursor: String(seen.log.at(-1)?.number ?? 0) })
    },
    inspect: async (): Promise<readonly Inspection[]> => {
      const unreadable = unreadableNow()
      const note: Inspection = {
        severity: 'note',
        code: 'simulated',
        message: `target \`${id}\` is simulated: no real system changes`,
        remedy: 'use a real connector',
      }
      if (unreadable === undefined) return [note]
      return [
        note,
        { severity: 'error', code: 'simulated/file', message: unreadable.message, remedy: 'nothing is read or written there until then' },
      ]
    },
  }
}

function membershipOf(change: Exclude<Change, { kind: 'remove' }>, capabilities: Capabilities) {
  return change.until === undefined || !capabilities.expiry
    ? { group: change.group }
    : { group: change.group, until: wholeSecond(change.until) }
}

function refusalOf(state: SimulatedState, change: Change, now: Instant): TargetFailure | undefined {
  const { group } = change
  if (!state.groups.includes(group)) return { kind: 'invalid', code: 'unknown-group', message: `there is no group \`${group}\`` }
  if (state.changeable !== undefined && !state.changeable.includes(group))
    return { kind: 'denied', code: 'group-not-changeable', message: `the account of writ may not change group \`${group}\`` }
  if (change.kind !== 'remove' && change.until !== undefined && wholeSecond(change.until) <= now)
    return { kind: 'invalid', code: 'past-end', message: `the end of the membership of \`${group}\` has already come` }
  return undefined
}

/** The state with one account's name changed; its id stays. */
export function renamed(state: SimulatedState, id: string, name: string): SimulatedState {
  return { ...state, accounts: state.accounts.map((account) => (account.id === id ? { ...account, name } : account)) }
}

/** The state with further accounts that are in no group. */
export function withAccounts(state: SimulatedState, accounts: readonly { readonly id: string; readonly name: string }[]): SimulatedState {
  return { ...state, accounts: [...state.accounts, ...accounts.map((account) => ({ ...account, locked: false, memberships: [] }))] }
}
