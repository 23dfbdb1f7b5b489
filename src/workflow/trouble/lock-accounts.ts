import type { Id } from '../../charter/model.ts'
import { draft, type Draft, type Origin } from '../../ledger/entry.ts'
import type { Account } from '../../ledger/state.ts'
import { withRetry } from '../../reconcile/retry.ts'
import type { ObservedAccount, Target } from '../../reconcile/target.ts'
import type { Instance } from '../instance.ts'

export interface LockCommand {
  readonly key: string
  readonly origin: Origin
  readonly target: Id
}

export interface LockOutcome {
  /** Accounts that the target says are locked now. */
  readonly confirmed: number
  /** Accounts that a person was asked to lock, now or before. */
  readonly asked: number
  /** What went wrong; it is tried again with the next run. */
  readonly problems: readonly string[]
}

/**
 * Locks the accounts of a target that the ledger says may not be used, and records only what was read back. Where the target cannot lock (the
 * capability `lock`), a person is asked to, once; what they did counts when the target shows it or a named person confirms it.
 */
export async function lockAccounts(instance: Instance, command: LockCommand, target: Target): Promise<LockOutcome> {
  const { state } = instance.journal
  const waiting = [...state.accountsOn(command.target)].filter((account) => account.locked && state.lockOf(account.key) === undefined)
  if (waiting.length === 0) return { confirmed: 0, asked: 0, problems: [] }
  const problems: string[] = []
  const look = async (): Promise<ReadonlyMap<string, ObservedAccount>> => {
    if (!target.capabilities.readBack) return new Map()
    const scope = { groups: [], accounts: waiting.map(({ id }) => id), accountsOnly: true }
    const seen = await withRetry(() => target.read(scope), instance.sleep)
    if (!seen.ok) problems.push(seen.error.message)
    return seen.ok ? seen.value.accounts : new Map()
  }
  let seen = await look()
  if (problems.length > 0) return { confirmed: 0, asked: 0, problems }
  const { lock } = target
  if (target.capabilities.lock && lock !== undefined) {
    for (const { id, name } of waiting.filter((account) => seen.get(account.id)?.locked === false)) {
      const done = await withRetry(() => lock({ id, name }), instance.sleep)
      if (!done.ok) problems.push(`\`${name}\`: ${done.error.message}`)
    }
    seen = await look()
  }
  const locked = waiting.filter(({ id }) => seen.get(id)?.locked === true)
  const open = target.capabilities.lock ? [] : waiting.filter((account) => !locked.includes(account))
  await instance.journal.command(`${command.key}/locks`, command.origin, (now) => {
    const drafts: Draft[] = locked.map(({ key }) => draft('lock.confirmed', { account: key, how: 'read-back' }))
    for (const account of open)
      if (now.lockAsked(account.key) === undefined) drafts.push(draft('lock.asked', { account: account.key, steps: stepsFor(account) }))
    return { drafts, answer: null }
  })
  for (const { id, name } of waiting)
    if (target.capabilities.lock && seen.get(id)?.locked !== true) problems.push(`\`${name}\` was not read back as locked`)
  return { confirmed: locked.length, asked: open.length, problems }
}

function stepsFor({ name, target }: Account): string {
  return [
    `lock the account \`${name}\` on \`${target}\`, so that nobody can log in with it`,
    'end its open sessions',
    'then confirm it under your name with `writ depart locked`',
  ].join('\n')
}
