import type { CharterSource } from '../charter/source.ts'
import { terminalText } from '../render/terminal.ts'
import type { ChangeFinding } from '../safety/change-finding.ts'
import type { ChangeJudgement, Resistance } from '../safety/change.ts'
import { stepText } from '../safety/replay.ts'
import { placeOf } from './print-decision.ts'
import { stepJson } from './print-safety.ts'

/** The stable shape of a judgement; docs/spec/cli.md describes it. */
export function judgementJson(judgement: ChangeJudgement): object {
  const { refused, resistance, findings, people, assumed } = judgement
  return {
    refused,
    resistance: { before: resistanceJson(resistance.before), after: resistanceJson(resistance.after) },
    findings: findings.map(({ code, refuses, text, clauses, plan }) => ({ code, refuses, text, clauses, plan: plan.map(stepJson) })),
    people,
    assumed: assumed ?? null,
  }
}

function resistanceJson({ value, proof }: Resistance): object {
  return { value, proof }
}

/** What a change does, in words: whom it concerns, what speaks against it with the steps of each takeover, and the outcome. */
export function judgementLines(judgement: ChangeJudgement, after: CharterSource): readonly string[] {
  const { resistance, findings, people, assumed } = judgement
  const lines = people.flatMap(({ who, gains, loses }) => [
    ...(gains.length > 0 ? [`${terminalText(who)} gains ${terminalText(gains.join(', '), 400)}`] : []),
    ...(loses.length > 0 ? [`${terminalText(who)} loses ${terminalText(loses.join(', '), 400)}`] : []),
  ])
  const [was, is] = [resistanceText(resistance.before), resistanceText(resistance.after)]
  if (was !== is) lines.push(`rogue accounts that can be withstood: ${was} -> ${is}`)
  for (const finding of findings) lines.push(...findingLines(finding, after))
  if (findings.some(({ plan }) => plan.length > 0) && assumed !== undefined) lines.push(`assumed: ${assumed}`)
  return lines
}

function findingLines({ refuses, text, clauses, plan }: ChangeFinding, after: CharterSource): readonly string[] {
  const [first] = clauses
  const place = first === undefined || plan.length > 0 ? '' : ` (${placeOf(after, first)})`
  return [
    `${refuses ? 'refused' : 'note'}: ${terminalText(text, 600)}${place}`,
    ...plan.map((step, at) => `  ${at + 1}. ${terminalText(stepText(step), 400)} - ${placeOf(after, step.clause)}`),
  ]
}

function resistanceText({ value, proof }: Resistance): string {
  return proof === 'exact' ? String(value) : `at least ${value}`
}
