import type { Id } from '../../charter/model.ts'
import type { Decision } from '../../decide/decision.ts'
import { isRunning } from '../../decide/holding.ts'
import { refused } from '../../decide/question.ts'
import { decideActivation, decideActivationReview, decideDeactivation } from '../../decide/trouble/activation.ts'
import { addDuration, type Duration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { draft, type Draft } from '../../ledger/entry.ts'
import type { Grant } from '../../ledger/state.ts'
import { json } from '../answer.ts'
import { deciderOf, originOf, type Caller } from '../caller.ts'
import { contentHash } from '../grant-role.ts'
import type { Instance } from '../instance.ts'
import { findPerson } from '../people.ts'
import { record, type Deciding } from '../record.ts'

export interface ActivateCommand {
  readonly key: string
  readonly caller: Caller
  readonly role: Id
  /** Who holds the dormant role. */
  readonly handle: string
  readonly reason: string
}

export interface ActivateAnswer {
  readonly decision: Decision
  readonly grant: number | undefined
  readonly until: string | undefined
  /** What waits for approvals. */
  readonly proposal: number | undefined
}

/**
 * Somebody uses a dormant role for a while, for a reason that everybody is told. It ends by itself and is reviewed afterwards. Where it needs
 * approvals it is proposed, and nothing has effect before they are given.
 */
export async function activateRole(
  instance: Instance,
  command: ActivateCommand & { readonly length: Duration | undefined; readonly states: readonly Id[] },
): Promise<ActivateAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const person = findPerson(known.state, command.handle)
    const at = `roles.${command.role}.activation`
    if (!person.ok) return { drafts: [], answer: json({ decision: refused([{ clause: at, text: person.error }]) }) }
    const question = { role: command.role, subject: person.value, length: command.length, reason: command.reason, states: command.states }
    const { clause, grant, until, stages: _, ...decision } = decideActivation(known, command.caller.actor, question)
    const { actor } = command.caller
    const stated = statements(known, command, person.value, known.charter.roles.get(command.role)?.activation?.states ?? [])
    if (decision.outcome === 'pending' && grant !== undefined && actor.kind === 'person') {
      const asked = { role: command.role, subject: person.value, grant: grant.id, until: formatInstant(until), use_case: command.reason }
      const proposed = draft('grant.proposed', {
        ...asked,
        verb: 'activate',
        clause,
        by: `subject:${actor.subject}`,
        content: contentHash(instance, { ...asked, verb: 'activate' }),
        lapses: formatInstant(until),
      })
      const answer = { decision, grant: grant.id, until: formatInstant(until), proposal: known.next + stated.length }
      return { drafts: [...stated, proposed], answer: json(answer) }
    }
    if (!decision.allowed || grant === undefined) return { drafts: [], answer: json({ decision }) }
    const activated = draft('grant.activated', {
      subject: person.value,
      grant: grant.id,
      until: formatInstant(until),
      reason: command.reason,
      clause,
      decided_by: [deciderOf(command.caller)],
    })
    return {
      drafts: [...stated, activated],
      answer: json({ decision, grant: grant.id, until: formatInstant(until) }),
    }
  })
  return answer as unknown as ActivateAnswer
}

function statements({ charter, now }: Deciding, { caller }: ActivateCommand, subject: string, stated: readonly Id[]): readonly Draft[] {
  if (caller.actor.kind !== 'person') return []
  const by = caller.actor.subject
  return stated.map((statement) => {
    const block = charter.statements.get(statement)
    const until = block?.lasts === undefined ? {} : { until: formatInstant(addDuration(now, block.lasts)) }
    return draft('statement.made', { by, subject, statement, words: block?.text ?? statement, ...until })
  })
}

/** Ends the use of a dormant role at once. */
export async function deactivateRole(instance: Instance, command: ActivateCommand): Promise<Decision> {
  return about(instance, command, (known, grant) => {
    const decision = decideDeactivation(known, command.caller.actor, grant)
    return { decision, drafts: [draft('grant.deactivated', { subject: grant.subject, grant: grant.id, reason: command.reason })] }
  })
}

/** Says that what was done with a dormant role was looked at, and with what result. */
export async function reviewActivation(instance: Instance, command: ActivateCommand): Promise<Decision> {
  return about(instance, command, (known, grant) => {
    const decision = decideActivationReview(known, command.caller.actor, grant)
    const reviewed = draft('grant.reviewed', {
      subject: grant.subject,
      grant: grant.id,
      decided_by: [deciderOf(command.caller)],
      clause: `roles.${grant.role}.activation.review`,
    })
    return { decision, drafts: [reviewed] }
  })
}

async function about(
  instance: Instance,
  command: ActivateCommand,
  decide: (known: Deciding, grant: Grant) => { readonly decision: Decision; readonly drafts: readonly Draft[] },
): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const no = (text: string) => ({ drafts: [], answer: json(refused([{ clause: `roles.${command.role}.activation`, text }])) })
    const person = findPerson(known.state, command.handle)
    if (!person.ok) return no(person.error)
    const grant = known.state.grantsOf(person.value).find((one) => one.role === command.role && isRunning(one, known.now))
    if (grant === undefined) return no(`${command.handle} does not hold \`${command.role}\``)
    const { decision, drafts } = decide(known, grant)
    return { drafts: decision.allowed ? drafts : [], answer: json(decision) }
  })
  return answer as unknown as Decision
}
