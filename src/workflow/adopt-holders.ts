import type { Id } from '../charter/model.ts'
import { effectsNow, noEffects } from '../decide/effect.ts'
import { hasWritRight } from '../decide/grant.ts'
import type { Instant } from '../kernel/instant.ts'
import type { State } from '../ledger/state.ts'
import { ok, err, type Result } from '../kernel/result.ts'
import { adoptTarget, type Adoption } from '../reconcile/adopt.ts'
import { revisionOf } from '../reconcile/revision.ts'
import { scopeOf } from '../reconcile/scope.ts'
import type { TargetFailure } from '../reconcile/target.ts'
import { deciderOf, originOf, type Caller } from './caller.ts'
import { readFacts } from './facts.ts'
import { json } from './answer.ts'
import { newSubject } from './ids.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { notConnected, textHash } from './observe-target.ts'
import { usualKind } from './people.ts'

export interface AdoptCommand {
  readonly key: string
  readonly caller: Caller
  readonly target: Id
  /** Show only. */
  readonly dryRun: boolean
}

export interface AdoptAnswer {
  readonly found: readonly { readonly account: string; readonly role: Id; readonly until: number | undefined }[]
  readonly issues: readonly {
    readonly kind: string
    readonly account: string
    readonly group: string
    readonly roles: readonly Id[]
    readonly text: string
  }[]
  readonly memberships: Adoption['memberships']
  /** Entries written. */
  readonly entries: number
}

/** Takes in who holds what on a target today, so that no later plan removes anybody just for being found. A second time it changes nothing. */
export async function adoptHolders(instance: Instance, command: AdoptCommand): Promise<Result<AdoptAnswer, TargetFailure>> {
  const target = instance.targets.get(command.target)
  if (target === undefined) return err(notConnected(command.target))
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const facts = await readFacts(instance)
  const effectsOf = (state: State, now: Instant) =>
    effectsNow(knownNow(charter, state, now, facts)).targets.get(command.target) ?? noEffects
  const read = await target.read(
    scopeOf(
      charter,
      command.target,
      effectsOf(instance.journal.state, instance.outside.clock.now()),
      instance.journal.state.targetState(command.target),
    ),
  )
  if (!read.ok) return read
  const { actor } = command.caller
  const known = knownNow(charter, instance.journal.state, instance.outside.clock.now(), facts)
  if (actor.kind === 'person' && !hasWritRight(known, actor.subject, 'apply'))
    return err({
      kind: 'denied',
      code: 'writ.apply',
      message: 'only the operator and holders of the right `apply` on `writ` take in holders',
    })
  const revision = revisionOf(read.value, textHash(instance))
  const decide = (state: State, now: Instant, next: number): Adoption =>
    adoptTarget({
      charter,
      target: command.target,
      state,
      effects: effectsOf(state, now),
      observed: read.value,
      revision,
      now,
      decidedBy: [deciderOf(command.caller)],
      next,
      newSubject: () => newSubject(instance.outside.randomness),
      kindOf: () => usualKind(charter),
    })
  if (command.dryRun) return ok(answerOf(decide(instance.journal.state, known.now, instance.journal.size)))
  const answer = await instance.journal.command(command.key, originOf(command.caller), (state, now, next) => {
    const adoption = decide(state, now, next)
    return { drafts: adoption.drafts, answer: json(answerOf(adoption)) }
  })
  return ok(answer as unknown as AdoptAnswer)
}

function answerOf({ found, issues, memberships, drafts }: Adoption): AdoptAnswer {
  return {
    found: found.map(({ account, role, until }) => ({ account: account.name, role, until })),
    issues: issues.map(({ kind, account, group, roles, text }) => ({ kind, account: account.name, group, roles, text })),
    memberships,
    entries: drafts.length,
  }
}
