import type { Id, Mode } from '../charter/model.ts'
import { due } from '../decide/due/due.ts'
import type { DutyKind, KnownForDue } from '../decide/due/duty.ts'
import { effectsNow, noEffects } from '../decide/effect.ts'
import { addDuration } from '../kernel/duration.ts'
import type { Instant } from '../kernel/instant.ts'
import { describeLine } from '../reconcile/describe-plan.ts'
import { judge } from '../reconcile/guards.ts'
import { effectiveMode } from '../reconcile/modes.ts'
import { planTarget } from '../reconcile/plan.ts'
import type { Cause, PlanLine } from '../reconcile/plan-value.ts'
import { revisionOf } from '../reconcile/revision.ts'
import { scopeOf } from '../reconcile/scope.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { textHash } from './observe-target.ts'

/** What is said of the hours to come, as far as can be told now. Nothing is recorded and nothing changed. */
export interface Ahead {
  readonly from: Instant
  readonly until: Instant
  readonly duties: readonly AheadDuty[]
  readonly targets: readonly AheadTarget[]
}

export interface AheadDuty {
  readonly kind: DutyKind
  readonly clause: string
  readonly text: string
  /** Due already; otherwise it falls due before the end. */
  readonly now: boolean
  /** Takes something by what a source says. */
  readonly takes: boolean
}

export interface AheadTarget {
  readonly id: Id
  readonly mode: Mode
  readonly lines: readonly AheadLine[]
  /** Why the plan would stop; one sentence each. */
  readonly guards: readonly string[]
  /** Why nothing is known of it: it is not connected, or does not answer. */
  readonly problem: string | undefined
}

export interface AheadLine {
  readonly change: PlanLine['change']['kind']
  readonly account: string
  readonly group: string
  readonly cause: Cause
  readonly clause: string
  readonly text: string
  /** Different already; otherwise it will be before the end. */
  readonly now: boolean
}

const A_DAY = { count: 24, unit: 'hour' } as const

/**
 * What falls due within 24 hours, and what would be changed on each target: each is read now and compared with what has effect now and at the end.
 * What sources will say by then is not known, so conditions are tested with what they say now.
 */
export async function lookAhead(instance: Instance): Promise<Ahead> {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const facts = await readFacts(instance)
  const from = instance.outside.clock.now()
  const until = addDuration(from, A_DAY)
  const versionOf = textHash(instance)
  const known = (at: Instant) => ({ ...knownNow(charter, instance.journal.state, at, facts), versionOf })
  const already = new Set(due(known(from)).map(keyOf))
  const duties = due(known(until)).map((duty) => {
    const { kind, clause, text, takes } = duty
    return { kind, clause, text, takes, now: already.has(keyOf(duty)) }
  })
  const targets: AheadTarget[] = []
  for (const id of charter.targets.keys()) targets.push(await targetAhead(instance, id, { from, until, known }))
  return { from, until, duties, targets }
}

function keyOf({ kind, clause, text }: { readonly kind: string; readonly clause: string; readonly text: string }): string {
  return `${kind}\n${clause}\n${text}`
}

interface Times {
  readonly from: Instant
  readonly until: Instant
  readonly known: (at: Instant) => KnownForDue
}

async function targetAhead(instance: Instance, id: Id, { from, until, known }: Times): Promise<AheadTarget> {
  const { charter, state } = known(from)
  const nothing = { id, mode: effectiveMode(charter, state, id), lines: [], guards: [], problem: undefined }
  const target = instance.targets.get(id)
  if (target === undefined) return { ...nothing, problem: 'it is not connected' }
  const [now, then] = [effectsNow(known(from)), effectsNow(known(until))]
  const own = (effects: typeof now) => effects.targets.get(id) ?? noEffects
  const scope = scopeOf(charter, id, own(now), state.targetState(id))
  const later = scopeOf(charter, id, own(then), state.targetState(id))
  const read = await target.read({ ...scope, accounts: [...new Set([...scope.accounts, ...later.accounts])] })
  if (!read.ok) return { ...nothing, problem: read.error.message }
  const observed = read.value
  const connector = observed.connector === undefined ? {} : { connector: observed.connector }
  const planAt = (at: Instant, effects: typeof now) =>
    planTarget({
      charter,
      target: id,
      state,
      effects: own(effects),
      observed,
      revision: revisionOf(observed, textHash(instance)),
      now: at,
      protect: new Set(observed.connector === undefined ? [] : [observed.connector.account]),
      expiry: target.capabilities.expiry,
    })
  const already = new Set(planAt(from, now).lines.map(placeOf))
  const plan = planAt(until, then)
  const verdicts = judge(plan, { charter, state, effects: then, observed, now: from, ...connector })
  return {
    ...nothing,
    lines: plan.lines.map((line) => ({
      change: line.change.kind,
      account: line.account.name,
      group: line.change.group,
      cause: line.cause,
      clause: line.because.clause,
      text: describeLine(line),
      now: already.has(placeOf(line)),
    })),
    guards: verdicts.map(({ text }) => `the plan ${text}`),
  }
}

function placeOf({ key, change }: PlanLine): string {
  return `${key}\n${change.group}\n${change.kind}`
}
