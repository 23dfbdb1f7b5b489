import type { Id } from '../charter/model.ts'
import { decideGrant, type GrantRuling } from '../decide/grant.ts'
import { HOW } from '../decide/how.ts'
import { stepUpClause, usePower } from '../decide/power-use.ts'
import { lacking, refused } from '../decide/question.ts'
import type { AskedEnd } from '../decide/term.ts'
import { addDuration } from '../kernel/duration.ts'
import { formatInstant, type Instant } from '../kernel/instant.ts'
import { canonicalJson, type Json } from '../kernel/json.ts'
import { json, nothingDone, waitingRemark, type GrantAnswer } from './answer.ts'
import { draft, type AccountKey, type SubjectId } from '../ledger/entry.ts'
import { deciderOf, evidenceOf, originOf, type Caller } from './caller.ts'
import { hexOf } from './ids.ts'
import type { Instance } from './instance.ts'
import type { CommandOutcome } from './journal.ts'
import { lookUpAccounts, registerPerson, usualKind, type FoundAccount } from './people.ts'
import { record, type Deciding } from './record.ts'
import { guardGrant } from './repair-guard.ts'

export interface GrantCommand {
  readonly key: string
  readonly caller: Caller
  readonly role: Id
  readonly handle: string
  /** Name of the account where the person has several. */
  readonly account: string | undefined
  /** Fewer targets than the role gives. */
  readonly targets: readonly Id[] | undefined
  readonly end: AskedEnd
  readonly useCase: string | undefined
  /** Give it although nobody could undo then what its holder does. */
  readonly override?: boolean
}

/** A person gives a role to another by a power of the charter: granted, proposed to further approvers, or refused with who could do it. */
export async function grantRole(instance: Instance, command: GrantCommand): Promise<GrantAnswer> {
  if (instance.journal.state.personByHandle(command.handle) === undefined) {
    const stopped = await introduce(instance, command)
    if (stopped !== undefined) return stopped
  }
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const subject = known.state.personByHandle(command.handle)?.subject
    if (subject === undefined) return { drafts: [], answer: json(unknownPerson(command, [])) }
    const account = command.account === undefined ? undefined : accountNamed(known, subject, command.account)
    const ruling = decideGrant(known, {
      actor: command.caller.actor,
      subject,
      role: command.role,
      account,
      end: command.end,
      targets: command.targets,
    })
    return outcomeOf(instance, known, command, subject, account, ruling)
  })
  return answer as unknown as GrantAnswer
}

/**
 * Makes somebody known who only has accounts so far. First it is asked whether the actor has any power over the role, so that a refusal leaves no
 * trace of the person. Returns the answer that ends the command, or undefined to go on.
 */
async function introduce(instance: Instance, command: GrantCommand): Promise<GrantAnswer | undefined> {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const role = charter.roles.get(command.role)
  if (role === undefined) return unknownPerson(command, [])
  const { found, problems } = await lookUpAccounts(instance, command.targets ?? [...role.gives.keys()], command.handle)
  const answer = await record(instance, `${command.key}/person`, originOf(command.caller), (known) => {
    // Another command may have made them known while their accounts were looked for.
    if (known.state.personByHandle(command.handle) !== undefined) return { drafts: [], answer: null }
    const use = usePower(known, 'add', command.role, command.caller.actor, NOBODY)
    if (use.kind === 'refused') return { drafts: [], answer: json(nothingDone(command, use.decision)) }
    if (found.length === 0) return { drafts: [], answer: json(unknownPerson(command, problems)) }
    const owner = found
      .map(({ target, account }) => known.state.account(`${target}:${account.id}`)?.subject)
      .find((one) => one !== undefined)
    if (owner !== undefined) return { drafts: [], answer: json(knownByAnotherName(command, known.state.person(owner)?.handle)) }
    if (new Set(found.map(({ target }) => target)).size > 1) return { drafts: [], answer: json(severalOfOneName(command, found)) }
    return {
      drafts: registerPerson(known.charter, known.state, instance.outside.randomness, command.handle, found, () => usualKind(known.charter))
        .drafts,
      answer: null,
    }
  })
  return answer === null ? undefined : (answer as unknown as GrantAnswer)
}

/** No subject id looks like this: a power over others reaches it, one over oneself does not. */
const NOBODY = ''

function outcomeOf(
  instance: Instance,
  known: Deciding,
  command: GrantCommand,
  subject: SubjectId,
  account: AccountKey | undefined,
  ruling: GrantRuling,
): CommandOutcome {
  const { clause, from, until, rights, stages, ...decision } = ruling
  const answer = nothingDone(command, decision)
  const fields = {
    subject,
    role: command.role,
    ...(account === undefined ? {} : { account }),
    ...(command.targets === undefined ? {} : { target: [...command.targets] }),
    ...(command.useCase === undefined ? {} : { use_case: command.useCase }),
    clause: clause ?? `roles.${command.role}`,
    ...evidenceOf(command.caller, stepUpClause(known, command.role) !== undefined),
  }
  const end = until === undefined ? {} : { until: formatInstant(until) }
  const goesOn = ruling.outcome === 'allowed' || ruling.outcome === 'pending'
  const override = { asked: command.override ?? false, reason: command.useCase }
  const guarded = goesOn ? guardGrant(known, command.caller, subject, command.role, override) : undefined
  if (guarded?.refusal !== undefined) return { drafts: [], answer: json(nothingDone(command, guarded.refusal)) }
  if (ruling.outcome === 'allowed') {
    const made = draft('grant.made', {
      ...fields,
      ...end,
      rights: [...rights],
      from: formatInstant(from),
      decided_by: [deciderOf(command.caller)],
      door: 'power',
    })
    return { drafts: [made], answer: json({ ...answer, grant: known.next, from: formatInstant(from), until: end.until }) }
  }
  if (ruling.outcome === 'pending' && command.caller.actor.kind === 'person') {
    const content = contentHash(instance, {
      role: command.role,
      subject,
      account: account ?? null,
      targets: command.targets ?? null,
      until: end.until ?? null,
      use_case: command.useCase ?? null,
      verb: 'add',
    })
    const proposed = draft('grant.proposed', {
      ...fields,
      ...end,
      verb: 'add',
      by: `subject:${command.caller.actor.subject}`,
      content,
      lapses: formatInstant(lapseOf(known, command.role)),
    })
    return {
      drafts: [proposed],
      answer: json({
        ...answer,
        proposal: known.next,
        until: end.until,
        remarks: [waitingRemark(stages.length, known.next)],
      }),
    }
  }
  return { drafts: [], answer: json(answer) }
}

/** Undecided proposals lapse like requests for the role: after its `lapses`, 30 days where it has no request door. */
export function lapseOf(known: Deciding, role: Id): Instant {
  return addDuration(known.now, known.charter.roles.get(role)?.request?.lapses ?? { count: 30, unit: 'day' })
}

/** What approvers approve: any change makes another hash. */
export function contentHash(instance: Instance, content: Json): string {
  return hexOf(instance.outside.hashing.sha256(instance.outside.hashing.utf8(canonicalJson(content))))
}

function unknownPerson(command: GrantCommand, problems: readonly string[]): GrantAnswer {
  const text =
    problems.length === 0
      ? `nobody is called \`${command.handle}\`, here or on the targets of this role`
      : `\`${command.handle}\` is not known here, and could not be looked up: ${problems.join('; ')}`
  return nothingDone(
    command,
    refused([{ clause: `roles.${command.role}.gives`, text }], [lacking('account', 'an account of this name', problems.length > 0)]),
  )
}

/** The name is that of an account whose person goes by a handle of their own: nobody is made twice. */
function knownByAnotherName(command: GrantCommand, handle: string | undefined): GrantAnswer {
  const whose = handle === undefined ? 'of somebody whose name was erased' : `of \`${handle}\`; name the person so`
  return nothingDone(command, refused([{ clause: `roles.${command.role}.gives`, text: `\`${command.handle}\` is an account ${whose}` }]))
}

/** Whoever has a name on one target need not be who has it on another. */
function severalOfOneName(command: GrantCommand, found: readonly FoundAccount[]): GrantAnswer {
  const where = found.map(({ target }) => target).join(' and ')
  const text = `there is a \`${command.handle}\` on ${where}, and equal names prove nothing; ${HOW.oneTarget}, ${HOW.link}`
  return nothingDone(command, refused([{ clause: `roles.${command.role}.gives`, text }], [lacking('account', 'the account meant')]))
}

/** The key of a person's account by its name; a name that is not theirs is passed on as it stands and refused by the rules. */
export function accountNamed(known: Deciding, subject: SubjectId, name: string): AccountKey {
  return known.state.accountsOf(subject).find((account) => account.name === name || account.key === name)?.key ?? name
}
