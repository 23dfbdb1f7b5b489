import { rightsOfGroup } from '../charter/members.ts'
import { WRIT } from '../charter/writ-target.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Correction } from '../ledger/state.ts'
import type { Decision } from './decision.ts'
import { hasWritRight } from './grant.ts'
import { holdersOf } from './holding.ts'
import { handleOf, lacking, refused, type Known } from './question.ts'

const CLAUSE = 'facts'
const MOST_OPEN = 20

/** Who says what becomes of a wrong fact about somebody: whoever may change where facts come from, else who runs Writ; never the person themselves. */
export function answerersOf(known: Known, about: SubjectId): readonly SubjectId[] {
  const others = (right: string) => holdersOfRight(known, right).filter((one) => one !== about && isHere(known, one))
  const holders = others('manage-sources')
  return holders.length > 0 ? holders : others('apply')
}

function holdersOfRight(known: Known, right: string): readonly SubjectId[] {
  const { charter, state, now } = known
  const roles = [...charter.roles].filter(([, block]) =>
    (block.gives.get(WRIT) ?? []).some((group) => rightsOfGroup(charter, WRIT, group).has(right)),
  )
  const people = new Set(roles.flatMap(([role]) => holdersOf(charter, state, role, now)))
  return [...people].filter((one) => hasWritRight(known, one, right))
}

/** Anybody may say that a fact about them is wrong. Nothing changes by it: a source is put right where it is kept. */
export function decideCorrection(known: Known, person: SubjectId, fact: string): Decision {
  if (!known.charter.facts.has(fact)) return no(`\`fact\`: the charter knows no fact \`${fact}\``)
  if (!isHere(known, person)) return no('whoever is suspended is heard about the suspension, not here')
  const open = [...known.state.corrections()].filter((one) => one.subject === person && one.answer === undefined)
  if (open.some((one) => one.fact === fact)) return no('you have said so already; it waits for an answer')
  if (open.length >= MOST_OPEN) return no(`${MOST_OPEN} of yours wait for an answer already`)
  return yes('everybody may say that a fact about them is wrong')
}

/** Only who answers for the sources, once, and not about themselves. */
export function decideCorrectionAnswer(known: Known, person: SubjectId, correction: Correction): Decision {
  if (correction.answer !== undefined) return no(`${handleOf(known.state, correction.answer.by)} has answered it already`)
  if (answerersOf(known, correction.subject).includes(person)) return yes('whoever answers for the sources says what became of it')
  return refused(
    [{ clause: CLAUSE, text: 'only those who answer for the sources, and never about themselves' }],
    [lacking('authority', 'the right `writ.manage-sources`')],
  )
}

function isHere({ state }: Known, person: SubjectId): boolean {
  const known = state.person(person)
  return known !== undefined && known.departed === undefined && state.suspensionOf(person) === undefined
}

function no(text: string): Decision {
  return refused([{ clause: CLAUSE, text }])
}

function yes(text: string): Decision {
  return { outcome: 'allowed', allowed: true, because: [{ clause: CLAUSE, text }], missing: [], whoCanHelp: [] }
}
