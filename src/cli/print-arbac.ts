import { terminalText } from '../render/terminal.ts'
import type { ArbacStep } from '../safety/arbac/policy.ts'
import type { ArbacFile, ArbacProblem } from '../safety/arbac/read.ts'
import type { ArbacAnswer, ArbacProof } from '../safety/arbac/solve.ts'

/** The level of a proof, by which docs/safety.md tells how far it goes. */
const LEVEL: Readonly<Record<ArbacProof, string>> = { relaxed: 'L0', accounts: 'L1', joint: 'L2' }

const BECAUSE: Readonly<Record<ArbacProof, string>> = {
  relaxed: 'not even if every role that must not be held were ignored',
  accounts: 'not even if whoever can once act were always there to act',
  joint: 'every state of all accounts together was looked at',
}

/** The stable shape of `writ safety --arbac --json`; docs/spec/cli.md describes it. */
export function arbacJson({ goal, lines }: ArbacFile, answer: ArbacAnswer): object {
  const reached = answer.verdict === 'reachable'
  return {
    answer: answer.verdict,
    goal,
    account: reached ? answer.account : null,
    plan: reached ? answer.plan.map((step) => stepJson(step, lines)) : null,
    proof: answer.verdict === 'unreachable' ? LEVEL[answer.proof] : null,
    why: whyOf(answer) ?? null,
  }
}

function stepJson({ effect, role, account, actor, rule }: ArbacStep, lines: readonly number[]): object {
  return { effect, role, account, actor: actor ?? null, line: lines[rule] ?? null }
}

/** The answer in words, a step of the plan a line. */
export function arbacText(file: ArbacFile, answer: ArbacAnswer): string {
  const goal = named(file.goal)
  if (answer.verdict !== 'reachable') {
    const proof = answer.verdict === 'unreachable' ? ` (proof ${LEVEL[answer.proof]})` : ''
    const what = answer.verdict === 'unreachable' ? `nobody can come to hold ${goal}` : `whether anybody can come to hold ${goal}`
    return `${answer.verdict}: ${what}${proof}\n${whyOf(answer) ?? ''}\n`
  }
  if (answer.plan.length === 0) return `reachable: ${named(answer.account)} holds ${goal} from the start\n`
  const steps = answer.plan.map((step, at) => `${`${at + 1}.`.padStart(6)} ${stepText(step)} (line ${file.lines[step.rule]})`)
  return `reachable: ${named(answer.account)} can come to hold ${goal}\n${steps.join('\n')}\n`
}

function whyOf(answer: ArbacAnswer): string | undefined {
  if (answer.verdict === 'unreachable') return BECAUSE[answer.proof]
  return answer.verdict === 'unknown' ? 'the search grew too large: neither a plan nor a proof was found' : undefined
}

function stepText({ effect, role, account, actor }: ArbacStep): string {
  const who = actor === undefined ? 'anybody' : named(actor)
  const whom = account === actor ? 'themselves' : named(account)
  return effect === 'assign' ? `${who} gives ${named(role)} to ${whom}` : `${who} takes ${named(role)} from ${whom}`
}

function named(name: string): string {
  return `\`${terminalText(name, 80)}\``
}

export function formatArbacProblem(file: string, { line, column, message, remedy }: ArbacProblem): string {
  return `${terminalText(`${file}:${line}:${column}`)}: error: ${terminalText(message, 500)}\n    ${terminalText(remedy, 500)}`
}
