import type { Decision } from '../decide/decision.ts'
import type { CharterSource } from '../charter/source.ts'
import { withFlags } from './flag-hints.ts'
import { terminalText } from '../render/terminal.ts'

/** A decision in words: what, why with the place in the charter, what is missing, who could do it. */
export function formatDecision(decision: Decision, source: CharterSource): string {
  const lines = decision.because.map(({ clause, text }) => `  ${terminalText(withFlags(text), 400)} (${placeOf(source, clause)})`)
  for (const missing of decision.missing)
    lines.push(`  missing: ${terminalText(missing.text, 400)}${missing.unknown ? ' (not known now; nothing is decided)' : ''}`)
  for (const help of decision.whoCanHelp) {
    const who = help.holders.length === 0 ? 'nobody holds it now' : help.holders.map((one) => terminalText(one)).join(', ')
    lines.push(`  ${help.role}: ${terminalText(help.how)} - ${who} (${placeOf(source, help.clause)})`)
  }
  return lines.join('\n')
}

/** `charter.yaml:41, roles.captain.may[0]`; rights on Writ itself stand in no charter. */
export function placeOf(source: CharterSource, clause: string): string {
  if (isBuiltIn(clause)) return `built in, ${terminalText(clause)}`
  const { file, line } = source.place(clause)
  return `${terminalText(file)}:${line}, ${terminalText(clause)}`
}

/** Rights on Writ itself stand in no charter. */
export function isBuiltIn(clause: string): boolean {
  return clause.startsWith('writ.') || clause.startsWith('rights.writ.')
}
