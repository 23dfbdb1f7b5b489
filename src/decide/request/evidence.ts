import type { Clause, Id } from '../../charter/model.ts'
import { formatInstant, minuteText } from '../../kernel/instant.ts'
import type { Truth } from '../../kernel/truth.ts'
import type { AccountKey, SubjectId } from '../../ledger/entry.ts'
import { suitableAccounts } from '../eligibility.ts'
import type { Known } from '../question.ts'

/** One condition of a role on one person: whether it holds, what says so, and what is missing to tell. */
export interface ConditionCheck {
  readonly clause: Clause
  readonly condition: Id
  readonly text: string
  readonly truth: Truth
  readonly evidence: readonly string[]
  readonly missing: readonly string[]
}

/** Every condition that a person must fulfil to hold a role on an account, with the evidence for whoever asks and whoever decides. */
export function checksOf(known: Known, roleId: Id, subject: SubjectId, account: AccountKey | undefined): readonly ConditionCheck[] {
  const role = known.charter.roles.get(roleId)
  if (role === undefined) return []
  const used = [...role.gives.keys()].flatMap((target) => suitableAccounts(known, role, subject, target, account))
  const kinds = new Set(used.map(({ kind }) => kind))
  const required = [
    ...role.requires.map(({ condition }) => ({ condition, clause: `roles.${roleId}.requires` })),
    ...[...known.charter.accounts]
      .filter(([kind]) => kinds.has(kind))
      .flatMap(([kind, block]) => block.requires.map(({ condition }) => ({ condition, clause: `accounts.${kind}.requires` }))),
  ]
  const seen = new Set<Id>()
  return required.flatMap(({ condition, clause }) => {
    if (seen.has(condition)) return []
    seen.add(condition)
    const found = known.explain?.(condition, subject)
    return [
      {
        clause,
        condition,
        text: known.charter.conditions.get(condition)?.text ?? condition,
        truth: found?.truth ?? known.test(condition, subject),
        evidence:
          found?.evidence.map(({ text, asOf }) => (asOf === undefined ? text : `${text}, as of ${minuteText(formatInstant(asOf))}`)) ?? [],
        missing: found?.missing.map(({ what, why }) => `${what}: ${why}`) ?? [],
      },
    ]
  })
}

/** What a person held before, for whoever decides: how far they look may vary with the experience. */
export interface Experience {
  /** When the person became known here. */
  readonly since: string | undefined
  /** Roles held before or now, each with its times and how it ended. */
  readonly held: readonly {
    readonly role: Id
    readonly from: string
    readonly ended: string | undefined
    readonly cause: string | undefined
  }[]
}

/** What is on record of a person's earlier grants. */
export function experienceOf({ state }: Known, subject: SubjectId): Experience {
  const person = state.person(subject)
  return {
    since: person === undefined ? undefined : formatInstant(person.since),
    held: state.grantsOf(subject).map(({ role, from, ended }) => ({
      role,
      from: formatInstant(from),
      ended: ended === undefined ? undefined : formatInstant(ended.at),
      cause: ended?.cause,
    })),
  }
}
