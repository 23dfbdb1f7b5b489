import type { Finding } from '../charter/finding.ts'
import { terminalText } from '../render/terminal.ts'

/** `file:line:column: error: what is wrong [code]`, the remedy below it. */
export function formatFinding(finding: Finding): string {
  const where = `${finding.file}:${finding.line}:${finding.column}`
  return `${terminalText(where)}: ${finding.severity}: ${terminalText(finding.message, 500)} [${finding.code}]\n    ${terminalText(finding.remedy, 500)}`
}

/** So many findings of one code are shown in full; of more only the first, and of the others as much as fits. */
const IN_FULL = 3
const WARNINGS = 8
const PLACES = 8

/** Findings as text, one entry each. What is said often is said once, so that the rest is not drowned; `--json` has all of them. */
export function formatFindings(findings: readonly Finding[]): readonly string[] {
  const byCode = Map.groupBy(findings, ({ code }) => code)
  return findings.flatMap((finding) => {
    const alike = byCode.get(finding.code) ?? []
    if (finding.severity === 'error' || alike.length <= IN_FULL) return [formatFinding(finding)]
    return alike[0] === finding ? [`${formatFinding(finding)}\n${formatOthers(finding, alike.slice(1))}`] : []
  })
}

/** Warnings with what they say, notes with their places alone. */
function formatOthers(first: Finding, others: readonly Finding[]): string {
  const place = ({ file, line }: Finding) => terminalText(file === first.file ? `line ${line}` : `${file}:${line}`)
  if (first.severity === 'note') {
    const more = others.length > PLACES ? ', ...' : ''
    return `    and ${others.length} more like it: ${others.slice(0, PLACES).map(place).join(', ')}${more}`
  }
  const lines = others.slice(0, WARNINGS).map((other) => `    also ${place(other)}: ${terminalText(other.message, 500)}`)
  return [...lines, ...(others.length > WARNINGS ? [`    and ${others.length - WARNINGS} more like it`] : [])].join('\n')
}

/** Marks for what is found, to be pasted into the charter and given their reasons. */
export function meantSection(findings: readonly Finding[]): string {
  const open = findings.filter(({ severity, meant, code }) => severity !== 'error' && meant === undefined && code !== 'meant-not-found')
  if (open.length === 0) return ''
  const marks = [...Map.groupBy(open, ({ code }) => code)].map(([code, all]) => {
    const places = [...new Set(all.flatMap(({ clause }) => (clause === undefined ? [] : [`      - ${JSON.stringify(clause)}\n`])))]
    return `  - finding: ${code}\n    at:\n${places.join('')}    why: # say why this is meant\n`
  })
  return `meant:\n${marks.join('')}`
}

/** A workflow command of GitHub Actions per finding. */
export function formatForGithub(finding: Finding): string {
  const level = finding.severity === 'note' ? 'notice' : finding.severity
  const property = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
  return `::${level} file=${property(finding.file)},line=${finding.line},col=${finding.column},title=${property(finding.code)}::${escapeData(`${finding.message}; ${finding.remedy}`)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** SARIF 2.1.0, for code scanning; what the charter says is meant is suppressed, with its reason. */
export function sarif(findings: readonly Finding[]): object {
  const rules = [...new Set(findings.map((finding) => finding.code))].map((id) => ({ id }))
  const results = findings.map((finding) => ({
    ruleId: finding.code,
    level: finding.severity,
    message: { text: `${finding.message}; ${finding.remedy}` },
    locations: [
      { physicalLocation: { artifactLocation: { uri: finding.file }, region: { startLine: finding.line, startColumn: finding.column } } },
    ],
    ...(finding.meant === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: finding.meant }] }),
  }))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'writ', rules } }, results }],
  }
}
