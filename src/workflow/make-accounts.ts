import type { Charter, Id } from '../charter/model.ts'
import { effectsNow, type Effects } from '../decide/effect.ts'
import { handleOf } from '../decide/question.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { judgeAccounts, isAccountPlan } from '../reconcile/members/member-guards.ts'
import { planDocument, type PlannedAccount, type PlannedLines } from '../reconcile/plan-document.ts'
import { withRetry } from '../reconcile/retry.ts'
import type { Provisions, Target } from '../reconcile/target.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { notConnected, textHash } from './observe-target.ts'
import { linkDraft, usualKind } from './people.ts'
import type { KnownByFacts } from '../decide/due/duty.ts'
import { closeStopped, stoppedPlan, stoppedTexts, type SideLook, type SideRun } from './stopped-plan.ts'

/** Accounts that are to be made on a target. */
export interface AccountsLook extends SideLook {
  readonly charter: Charter
  readonly effects: Effects
  readonly known: KnownByFacts
  /** Whose account has no name yet, because a source does not tell it. */
  readonly waiting: number
}

export interface MadeAccounts {
  /** Accounts that were made, seen there and linked. */
  readonly made: number
  /** What stopped it or went wrong; the next run tries again. */
  readonly problems: readonly string[]
  /** The entry of the stopped plan that a person may let run once. */
  readonly plan?: number
}

export const noAccounts: MadeAccounts = { made: 0, problems: [] }

/** Who is to have access on a target, all conditions proven, and has no account there; undefined = no accounts are made there. Writes nothing. */
export async function lookAtAccounts(instance: Instance, id: Id): Promise<Result<AccountsLook | undefined, string>> {
  const target = instance.targets.get(id)
  if (target === undefined) return err(notConnected(id).message)
  if (target.provisions === undefined) return ok(undefined)
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const known = knownNow(charter, instance.journal.state, instance.outside.clock.now(), await readFacts(instance))
  const effects = effectsNow(known)
  const wanted = [
    ...new Map(effects.issues.filter((one) => one.kind === 'no-account' && one.target === id).map((one) => [one.subject, one])),
  ]
  const named = wanted.flatMap(([subject, { grant }]): readonly (PlannedAccount | undefined)[] => {
    const role = known.state.grant(grant)?.role ?? ''
    const block = charter.roles.get(role)
    // Only what is proven: an account that was made for nothing stays.
    if (block === undefined || block.activation !== undefined) return []
    if (block.requires.some(({ condition }) => known.test(condition, subject) !== true)) return []
    const name = nameOf(known, target.provisions, subject)
    if (name === undefined) return [undefined]
    const text = `\`${handleOf(known.state, subject)}\` holds \`${role}\` (grant ${grant}) and has no account`
    return [{ subject, name, clause: `roles.${role}.gives`, text }]
  })
  const accounts = named.flatMap((one) => one ?? []).toSorted((left, right) => (left.subject < right.subject ? -1 : 1))
  const revision = textHash(instance)(`writ accounts 1\n${JSON.stringify([id, accounts.map(({ subject, name }) => [subject, name])])}`)
  const plan: PlannedLines = { target: id, urgency: 'routine', revision, lines: [], accounts }
  const text = planDocument(plan)
  const verdicts = judgeAccounts(charter, known.state, id, accounts.length)
  return ok({ charter, effects, known, plan, text, hash: textHash(instance)(text), verdicts, waiting: named.length - accounts.length })
}

function nameOf(known: KnownByFacts, provisions: Provisions | undefined, subject: SubjectId): string | undefined {
  return provisions?.name === 'handle' ? known.state.person(subject)?.handle : textOf(known, provisions?.name, subject)
}

function textOf({ charter, fact }: KnownByFacts, id: Id | undefined, subject: SubjectId): string | undefined {
  if (id === undefined || !charter.facts.has(id)) return undefined
  const found = fact(id, subject)
  return found.kind === 'value' && typeof found.value === 'string' && found.value !== '' ? found.value : undefined
}

/**
 * Makes accounts for those who are to have access on a target and have none, where the installation says so; none at all where one run would make
 * many, unless a person lets exactly these be made once. Nobody's account is ever deleted or taken out of use here.
 */
export async function makeAccounts(instance: Instance, command: SideRun, target: Target): Promise<MadeAccounts> {
  const { provisions } = target
  const looked = await lookAtAccounts(instance, command.target)
  if (!looked.ok) return { ...noAccounts, problems: [looked.error] }
  if (looked.value === undefined || provisions === undefined) return noAccounts
  const { charter, known, plan, verdicts, waiting } = looked.value
  const run = { ...command, key: `${command.key}/accounts` }
  const problems: string[] = waiting === 0 ? [] : [`${waiting} accounts wait for \`${provisions.name}\`: no source says it`]
  const { entry, approved } = await stoppedPlan(instance, run, looked.value, isAccountPlan)
  if (entry !== undefined && !approved) return { made: 0, problems: [...problems, ...stoppedTexts(verdicts, entry)], plan: entry }
  const { accounts = [] } = plan
  let made = 0
  for (const { subject, name } of accounts) {
    if (instance.stopping?.() === true) break
    const display = handleOf(known.state, subject)
    const asked = { name, mark: `writ:${subject}`, display, mail: textOf(known, provisions.mail, subject) }
    const done = await withRetry(() => provisions.make(asked), instance.sleep)
    if (!done.ok) {
      problems.push(`\`${name}\`: ${done.error.message}`)
      continue
    }
    made += 1
    const { value: account } = done
    await instance.journal.command(`${run.key}/${made}`, command.origin, (state) => {
      if (state.account(`${command.target}:${account.id}`) !== undefined) return { drafts: [], answer: null }
      const found = { target: command.target, account: { ...account, memberships: new Map(), locked: false } }
      return { drafts: [linkDraft(subject, found, kindFor(charter, known, command.target, subject), 'operator')], answer: null }
    })
  }
  if (entry !== undefined) await closeStopped(instance, run, entry, made, accounts.length - made)
  return { made, problems }
}

/** A kind of account that the roles it is made for take effect on. */
function kindFor(charter: Charter, { state }: KnownByFacts, target: Id, subject: SubjectId) {
  for (const { role, ended } of state.grantsOf(subject)) {
    const block = charter.roles.get(role)
    if (ended === undefined && block?.gives.has(target) === true && block.account !== 'any' && block.account[0] !== undefined)
      return block.account[0]
  }
  return usualKind(charter)
}
