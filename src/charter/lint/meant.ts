import type { MarkableCode } from '../codes.ts'
import type { Finding } from '../finding.ts'
import type { Clause } from '../model.ts'
import { inOrder, problem, quoted } from '../problem.ts'
import type { CharterSource } from '../source.ts'

/**
 * Puts the charter's own reasons (`meant`) on the findings that they are about. A mark that is about nothing is a finding itself: what it
 * excused is mended or has moved, and it would hide the next one.
 * @param asked whether this is a question that was asked; a mark of any other is let alone
 */
export function withMeant(
  source: CharterSource,
  findings: readonly Finding[],
  asked: (code: MarkableCode, at: Clause) => boolean,
): readonly Finding[] {
  const reasons = new Map<Finding, string>()
  const idle: Finding[] = []
  for (const [index, { finding: code, at, why }] of source.charter.meant.entries()) {
    for (const [item, clause] of at.entries()) {
      if (!asked(code, clause)) continue
      const marked = findings.filter((finding) => finding.code === code && isAbout(source, finding, clause))
      for (const finding of marked) if (!reasons.has(finding)) reasons.set(finding, why)
      if (marked.length === 0) idle.push(idleMark(source, code, clause, `meant[${index}].at[${item}]`))
    }
  }
  return inOrder([...findings.map((one) => (reasons.has(one) ? { ...one, meant: reasons.get(one) ?? '' } : one)), ...idle])
}

/** What `defaults` or `like` repeat is said once, at their place: whichever of its clauses is named is right. */
function isAbout(source: CharterSource, finding: Finding, clause: Clause): boolean {
  if (finding.clause === clause) return true
  if (!source.stands(clause)) return false
  const { file, line, column } = source.place(clause)
  return finding.file === file && finding.line === line && finding.column === column
}

function idleMark(source: CharterSource, code: MarkableCode, clause: Clause, mark: Clause): Finding {
  const message = source.stands(clause)
    ? `${quoted(code)} is not found at ${quoted(clause)}: there is nothing left to be meant`
    : `there is no ${quoted(clause)} of which ${quoted(code)} could be meant`
  const remedy = 'remove the mark, or name the clause that `writ check --json` says'
  return { ...problem('meant-not-found', source.place(mark), message, remedy), clause: mark }
}
