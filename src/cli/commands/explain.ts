import type { Explanation } from '../../decide/engine/explanation.ts'
import type { Question } from '../../decide/engine/question.ts'
import type { CharterSource } from '../../charter/source.ts'
import { terminalText } from '../../render/terminal.ts'
import { exit, type Command, type Io } from '../command.ts'
import { askerOptions, caseOf, chooseAsker, chooseRight, deedOptions, withDecisions } from '../decisions.ts'
import { isBuiltIn, placeOf } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

/** So many people who could help are named. */
const NAMED = 5

export const explainCommand: Command = {
  help: 'Says yes or no with the clauses it rests on; for a no also what is missing, the smallest sets of roles that would do, who can give them and how to ask. What is not known is a no. Exit 0 whatever the answer.',
  options: {
    right: { type: 'string', value: 'R', help: 'the right: NAME, or TARGET.NAME' },
    ...askerOptions,
    ...deedOptions,
  },
  words: [0, 1],
  async run(invocation) {
    return withDecisions(invocation, (decisions) => {
      const { engine, charter, source, now, people } = decisions
      const deed = chooseRight(charter, invocation)
      const question: Question = { asker: chooseAsker(decisions, invocation), ...deed, ...caseOf(charter, deed.target, invocation), now }
      const explanation = engine.explain(question, { holders: people ? NAMED : 0 })
      if (invocation.flag('json')) printJson(invocation.io, explanationJson(question, explanation, source))
      else printExplanation(invocation.io, explanation, source)
      return exit.fine
    })
  },
}

function explanationJson(question: Question, explanation: Explanation, source: CharterSource): object {
  const { allowed, outcome, account, because, missing, whoCanHelp, sentence, revision } = explanation
  const placed = <T extends { readonly clause: string }>(one: T) => ({ ...one, place: clausePlace(source, one.clause) })
  return {
    allowed,
    outcome,
    asker: question.asker,
    account: account ?? null,
    target: question.target,
    right: question.right,
    because: because.map(placed),
    missing: { ...missing, promoted: missing.promoted.map(placed), unknown: missing.unknown.map(placed) },
    whoCanHelp: whoCanHelp.map(placed),
    sentence,
    revision,
  }
}

function clausePlace(source: CharterSource, clause: string): string | null {
  if (isBuiltIn(clause)) return null
  const { file, line } = source.place(clause)
  return `${file}:${line}`
}

function printExplanation(io: Io, { sentence, because, whoCanHelp }: Explanation, source: CharterSource): void {
  io.out(`${terminalText(sentence, 2000)}\n`)
  for (const { clause, text } of because) io.out(`  ${terminalText(text, 400)} (${placeOf(source, clause)})\n`)
  for (const { gives, how, clause, holders, count } of whoCanHelp) {
    const more = count !== null && count > holders.length ? ` and ${count - holders.length} more` : ''
    const who = holders.length === 0 ? '' : ` - ${holders.map((one) => terminalText(one)).join(', ')}${more}`
    io.out(`  ${gives}: ${terminalText(how)}${who} (${placeOf(source, clause)})\n`)
  }
}
