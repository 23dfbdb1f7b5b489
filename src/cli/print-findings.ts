import type { Finding } from '../charter/finding.ts'
import { terminalText } from '../render/terminal.ts'

/** `file:line:column: error: what is wrong [code]`, the remedy below it. */
export function formatFinding(finding: Finding): string {
  const where = `${finding.file}:${finding.line}:${finding.column}`
  return `${terminalText(where)}: ${finding.severity}: ${terminalText(finding.message, 500)} [${finding.code}]\n    ${terminalText(finding.remedy, 500)}`
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

/** SARIF 2.1.0, for code scanning. */
export function sarif(findings: readonly Finding[]): object {
  const rules = [...new Set(findings.map((finding) => finding.code))].map((id) => ({ id }))
  const results = findings.map((finding) => ({
    ruleId: finding.code,
    level: finding.severity,
    message: { text: `${finding.message}; ${finding.remedy}` },
    locations: [
      { physicalLocation: { artifactLocation: { uri: finding.file }, region: { startLine: finding.line, startColumn: finding.column } } },
    ],
  }))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'writ', rules } }, results }],
  }
}
