import { rightsOfGroup } from '../charter/members.ts'
import type { Charter } from '../charter/model.ts'
import type { Decision } from '../decide/decision.ts'
import { powersReaching } from '../decide/power.ts'
import { refused } from '../decide/question.ts'
import { addDuration } from '../kernel/duration.ts'
import { formatInstant } from '../kernel/instant.ts'
import { draft, type Draft } from '../ledger/entry.ts'
import type { Grant, State } from '../ledger/state.ts'
import { decideRestore, restoreNeedsStepUp } from '../safety/restore.ts'
import { grantText, planRestore, type RestorePlan } from '../safety/restore-plan.ts'
import { originOf, type Caller } from './caller.ts'
import { json } from './answer.ts'
import { readFacts } from './facts.ts'
import { contentHash } from './grant-role.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { record, type Deciding } from './record.ts'

export interface RestoreCommand {
  readonly key: string
  readonly caller: Caller
  /** The entry whose state is meant, itself included. */
  readonly to: number
  readonly reason: string
  /** Says what would be done and records nothing. */
  readonly dryRun: boolean
}

export interface RestoreAnswer {
  readonly decision: Decision
  /** The entry that says it was done; undefined = it was not. */
  readonly entry: number | undefined
  /** What is given again, ended, and given another end, as `PERSON as ROLE`. */
  readonly made: readonly string[]
  readonly ended: readonly string[]
  readonly renewed: readonly string[]
  /** What does not come back, and why. */
  readonly left: readonly { readonly what: string; readonly why: string }[]
  /** Persons who asked for the same so far. */
  readonly asked: number
}

/** A word for a restore counts for a day: it is meant for emergencies. */
const COUNTS_FOR = { count: 1, unit: 'day' } as const

/**
 * Puts who holds what back to the state after an entry, in one batch: either all of it is recorded or nothing. As many persons as it takes by the
 * safety analysis ask for the same; the last of them brings it about. Targets follow with the next plan.
 */
export async function restoreGrants(instance: Instance, command: RestoreCommand): Promise<RestoreAnswer> {
  const size = await instance.journal.read((state) => state.size)
  if (command.to >= size) return none(refused([{ clause: 'roles', text: `there is no entry ${command.to}; the last one is ${size - 1}` }]))
  const then = await instance.journal.stateAfter(command.to)
  const proof = await prove(instance, command, then)
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const plan = planRestore(known, then)
    const earlier = [...known.state.restoresAsked()].filter(({ to, lapses }) => to === command.to && known.now < lapses).map(({ by }) => by)
    const evidence = proof !== undefined && proof.hash === hashOf(instance, command, known, plan) ? proof.evidence : undefined
    const { by, ...decision } = decideRestore(known, plan, provenActor(command.caller.actor, evidence), earlier)
    const told = { ...none(decision), ...listed(known, plan), asked: by.length }
    if (command.dryRun || !(decision.allowed || decision.outcome === 'pending') || command.caller.actor.kind !== 'person')
      return { drafts: [], answer: json(told) }
    const asked = draft('restore.asked', {
      to: command.to,
      by: command.caller.actor.subject,
      reason: command.reason,
      lapses: formatInstant(addDuration(known.now, COUNTS_FOR)),
      ...(evidence === undefined ? {} : { evidence }),
    })
    if (decision.outcome === 'pending') return { drafts: [asked], answer: json(told) }
    const decidedBy = by.map((one) => `subject:${one}`)
    // evidence is kept with the word that it proves, the last one too
    const kept = evidence === undefined ? [] : [asked]
    const drafts = [...kept, ...draftsOf(known, command, plan, decidedBy)]
    return { drafts, answer: json({ ...told, entry: known.next + kept.length }) }
  })
  return answer as unknown as RestoreAnswer
}

/** Fetches evidence over what would be put back as it stands, where a class of what is given asks for it. */
async function prove(instance: Instance, command: RestoreCommand, then: State): Promise<Proof | undefined> {
  const { actor } = command.caller
  if (actor.kind !== 'person') return undefined
  const { state } = instance.journal
  const { charter } = await instance.charters.inForce(state)
  const known = knownNow(charter, state, instance.outside.clock.now(), await readFacts(instance))
  const plan = planRestore(known, then)
  if (!restoreNeedsStepUp(known, plan)) return undefined
  const hash = hashOf(instance, command, known, plan)
  const evidence = await instance.stepUp.prove({ person: actor.subject, session: actor.stepUp, hash, demo: state.demo })
  return evidence === undefined ? undefined : { hash, evidence }
}

interface Proof {
  readonly hash: string
  readonly evidence: string
}

/** A session that claims a second factor is none: only evidence over exactly this counts. */
function provenActor(actor: Caller['actor'], evidence: string | undefined): Caller['actor'] {
  return actor.kind === 'person' ? { ...actor, stepUp: evidence } : actor
}

/** What a second factor is to speak of: this entry, these changes, this person. */
function hashOf(instance: Instance, { caller, to }: RestoreCommand, known: { readonly state: State }, plan: RestorePlan): string {
  const { made, ended, renewed } = listed(known, plan)
  const by = caller.actor.kind === 'person' ? caller.actor.subject : null
  return contentHash(instance, { restore: to, made: [...made], ended: [...ended], renewed: [...renewed], by })
}

function draftsOf(
  known: Deciding,
  { to, reason }: RestoreCommand,
  { makes, ends, renews, left }: RestorePlan,
  decidedBy: readonly string[],
): readonly Draft[] {
  const { charter, now } = known
  const why = { decided_by: [...decidedBy] }
  const clauseOf = (verb: 'add' | 'remove', role: string) => powersReaching(charter, verb, role)[0]?.clause ?? `roles.${role}`
  return [
    draft('restore.done', { to, made: makes.length, ended: ends.length, renewed: renews.length, left: left.length, reason, ...why }),
    ...ends.map((grant) =>
      draft('grant.ended', {
        subject: grant.subject,
        grant: grant.id,
        from: formatInstant(now),
        clause: clauseOf('remove', grant.role),
        cause: 'restored',
        reason,
        ...why,
      }),
    ),
    ...renews.map(({ grant, until }) =>
      draft('grant.renewed', {
        subject: grant.subject,
        grant: grant.id,
        ...(until === undefined ? {} : { until: formatInstant(until) }),
        clause: clauseOf('add', grant.role),
        ...why,
      }),
    ),
    ...makes.map(({ then, from }) =>
      draft('grant.made', {
        subject: then.subject,
        role: then.role,
        ...(then.account === undefined ? {} : { account: then.account }),
        ...(then.targets === undefined ? {} : { target: [...then.targets] }),
        rights: rightsOf(charter, then),
        from: formatInstant(from),
        ...(then.until === undefined ? {} : { until: formatInstant(then.until) }),
        ...(then.useCase === undefined ? {} : { use_case: then.useCase }),
        clause: clauseOf('add', then.role),
        door: then.door === 'found' ? 'found' : 'power',
        ...why,
      }),
    ),
  ]
}

function rightsOf(charter: Charter, { role, targets }: Grant): string[] {
  const reached = [...(charter.roles.get(role)?.gives ?? [])].filter(([target]) => targets?.includes(target) !== false)
  const rights = reached.flatMap(([target, groups]) =>
    groups.flatMap((group) => [...rightsOfGroup(charter, target, group)].map((right) => `${target}.${right}`)),
  )
  return [...new Set(rights)].toSorted()
}

function listed(
  known: { readonly state: State },
  { makes, ends, renews, left }: RestorePlan,
): Pick<RestoreAnswer, 'made' | 'ended' | 'renewed' | 'left'> {
  return {
    made: makes.map(({ then }) => grantText(known, then)),
    ended: ends.map((grant) => grantText(known, grant)),
    renewed: renews.map(
      ({ grant, until }) => `${grantText(known, grant)} ${until === undefined ? 'without end' : `until ${formatInstant(until)}`}`,
    ),
    left: left.map(({ then, why }) => ({ what: grantText(known, then), why })),
  }
}

function none(decision: Decision): RestoreAnswer {
  return { decision, entry: undefined, made: [], ended: [], renewed: [], left: [], asked: 0 }
}
