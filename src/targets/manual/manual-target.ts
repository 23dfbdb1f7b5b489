/**
 * A system that has no interface: changes become tasks with steps to copy, and what holds is what a named person confirmed. It cannot end a
 * membership by itself, has no log, and its accounts are known by name only.
 */
import { instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { AccountRef, Change, Inspection, ObservedAccount, Target, TargetFailure } from '../../reconcile/target.ts'
import type { TargetClock } from '../outside.ts'
import { memoryShelf, shelfFailure, ShelfUnreadableError, type Shelf } from '../shelf.ts'
import { confirmed, emptyManualState, manualStateSchema, type ManualChange, type ManualState, type ManualTask } from './state.ts'
import { shown, stepsFor } from './steps.ts'

export interface ManualOptions {
  readonly id: string
  readonly clock: TargetClock
  /** Where tasks and confirmations are kept; in memory if absent. */
  readonly shelf?: Shelf
  /** The groups the system has. Absent: whatever is asked for exists. */
  readonly groups?: readonly string[]
  /** Where a person makes the changes: an address or a place in a menu. */
  readonly where?: string
}

export interface ManualTarget extends Target {
  /** Open tasks, oldest first. */
  tasks(): readonly ManualTask[]
  /** A named person says that the task is done. */
  confirm(task: string, by: string): Result<ManualTask, string>
  /** A named person says who holds what now; accounts not named keep what was confirmed of them. */
  recordHolders(holders: readonly { readonly name: string; readonly groups: readonly string[] }[], by: string): Result<void, string>
}

/** An open task older than this is worth a warning. */
const forgotten = 7 * 86_400_000

export function manualTarget(options: ManualOptions): ManualTarget {
  const { id, clock, shelf = memoryShelf() } = options
  const state = (): ManualState => {
    const read = manualStateSchema.safeParse(shelf.get() ?? emptyManualState)
    if (!read.success) throw new ShelfUnreadableError('the file of the manual target is damaged; bring back an older one')
    return read.data
  }
  const orFailure = async <T>(work: () => Result<T, TargetFailure>): Promise<Result<T, TargetFailure>> => {
    try {
      return work()
    } catch (error) {
      return err(shelfFailure(error))
    }
  }
  const save = (next: ManualState) => shelf.put(JSON.parse(JSON.stringify(next)))

  function observe(account: AccountRef, groups: ReadonlySet<string> | undefined): ObservedAccount {
    const known = state().accounts.find((each) => each.id === account.id)
    const memberships = (known?.memberships ?? []).filter(({ group }) => groups === undefined || groups.has(group))
    return { ...account, memberships: new Map(memberships.map(({ group }) => [group, { until: undefined }])), locked: false }
  }

  const tasks = () => state().tasks
  const confirm = (taskId: string, by: string): Result<ManualTask, string> => {
    const current = state()
    const task = current.tasks.find((each) => each.id === taskId)
    if (by.trim() === '') return err('say who confirms')
    if (task === undefined) return err(`there is no open task \`${shown(taskId)}\`; open are: ${listed(current.tasks)}`)
    save(confirmed(current, task, by, clock.now()))
    return ok(task)
  }

  return {
    id,
    capabilities: { expiry: false, readBack: false, lock: false, concurrency: 1 },
    tasks,
    confirm,
    hands: { open: tasks, confirm },
    recordHolders: (holders, by) => {
      if (by.trim() === '') return err('say who confirms')
      const at = clock.now()
      const accounts = holders.map(({ name, groups }) => ({
        id: idOf(name),
        name,
        memberships: groups.map((group) => ({ group, confirmedBy: by, confirmedAt: at })),
      }))
      const named = new Set(accounts.map((account) => account.id))
      const current = state()
      save({ ...current, accounts: [...current.accounts.filter((account) => !named.has(account.id)), ...accounts] })
      return ok(undefined)
    },
    read: (scope) =>
      orFailure(() => {
        const groups = new Set(scope.groups)
        const members = scope.accountsOnly === true ? [] : state().accounts
        const known = new Map(state().accounts.map((account) => [account.id, account.name]))
        // Whoever linked an account vouched that it exists: nobody else can be asked.
        const ids = [...new Set([...members.map((account) => account.id), ...scope.accounts])]
        const asked = new Set(scope.accounts)
        const accounts = ids.map((account) => observe({ id: account, name: known.get(account) ?? account }, groups))
        const found = accounts.filter((account) => asked.has(account.id) || account.memberships.size > 0)
        const assignable = new Set(options.groups ?? scope.groups)
        return ok({
          target: id,
          at: clock.now(),
          accounts: new Map(found.map((account) => [account.id, account])),
          assignable,
          cursor: undefined,
        })
      }),
    lookUp: (names) =>
      orFailure(() => {
        const real = names.filter((name) => idOf(name) !== '')
        return ok(new Map(real.map((name) => [name, observe({ id: idOf(name), name: idOf(name) }, undefined)])))
      }),
    apply: (account, changes, note) =>
      orFailure(() => {
        const unknown = changes.find((change) => options.groups?.includes(change.group) === false)
        let next = state()
        for (const change of changes) {
          if (options.groups?.includes(change.group) === false) continue
          next = raise(next, account, change, { plan: note.plan, at: clock.now(), where: options.where })
        }
        save(next)
        if (unknown === undefined) return ok(undefined)
        return err({ kind: 'invalid', code: 'unknown-group', message: `there is no group \`${shown(unknown.group)}\`` })
      }),
    history: () => undefined,
    inspect: async (): Promise<readonly Inspection[]> => {
      const seen = await orFailure(() => ok(state()))
      if (!seen.ok)
        return [
          { severity: 'error', code: 'manual/file', message: seen.error.message, remedy: 'nothing is read or written there until then' },
        ]
      const { tasks } = seen.value
      const old = tasks.filter((task) => instant(task.raisedAt) < clock.now() - forgotten)
      const findings: Inspection[] = []
      if (old.length > 0)
        findings.push({
          severity: 'warning',
          code: 'tasks-forgotten',
          message: `${old.length} of ${tasks.length} tasks have been open for more than a week`,
          remedy: `do them and confirm: ${listed(old)}`,
        })
      findings.push({
        severity: 'note',
        code: 'by-hand',
        message: `target \`${id}\` is kept by hand: what holds there is what somebody confirmed`,
        remedy: 'compare it with the system now and then',
      })
      return findings
    },
  }
}

/** Accounts of a system nobody can ask are known by their name. */
const idOf = (name: string) => name.normalize('NFC').trim()

const listed = (tasks: readonly ManualTask[]) => (tasks.length === 0 ? 'none' : tasks.map((task) => task.id).join(', '))

/** The state with a task for the change; the same state if it holds already or the task is open. A contrary open task is void. */
function raise(
  state: ManualState,
  account: AccountRef,
  change: Change,
  { plan, at, where }: { readonly plan: number; readonly at: number; readonly where: string | undefined },
): ManualState {
  const wanted: ManualChange = { kind: change.kind === 'remove' ? 'remove' : 'add', group: change.group }
  const concerns = (task: ManualTask) => task.account.id === account.id && task.change.group === change.group
  const others = state.tasks.filter((task) => !concerns(task))
  const holds = state.accounts.find((each) => each.id === account.id)?.memberships.some(({ group }) => group === change.group) === true
  if (holds === (wanted.kind === 'add')) return { ...state, tasks: others }
  if (state.tasks.some((task) => concerns(task) && task.change.kind === wanted.kind)) return state
  const raised = state.raised + 1
  const id = String(raised)
  const steps = stepsFor({ id, account: account.name, change: wanted, where })
  return { ...state, raised, tasks: [...others, { id, account: { ...account }, change: wanted, raisedAt: at, plan, steps }] }
}
