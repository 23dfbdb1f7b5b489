import { lintCharter } from '../../charter/lint.ts'
import type { Finding } from '../../charter/finding.ts'
import type { CharterSource } from '../../charter/source.ts'
import type { CheckView, FindingView } from '../../web/pages/setup/view.ts'
import { promisesOf } from '../views/promises.ts'
import { safetyOf } from '../views/safety.ts'

/** So many findings of one code are told in full; of more, the first, and where the others are. */
const IN_FULL = 3

/** What `writ check` says of a charter. */
export function checkView(source: CharterSource): CheckView {
  const findings = lintCharter(source).filter(({ meant }) => meant === undefined)
  const count = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length
  return {
    title: source.charter.title,
    findings: told(findings),
    counts: { error: count('error'), warning: count('warning'), note: count('note') },
    promises: promisesOf(source, undefined),
    safety: safetyOf(source, undefined),
  }
}

function told(findings: readonly Finding[]): readonly FindingView[] {
  return [...Map.groupBy(findings, ({ code }) => code).values()].flatMap((alike) => {
    const shown = alike[0]?.severity === 'error' || alike.length <= IN_FULL ? alike : alike.slice(0, 1)
    const also = alike.slice(shown.length).map(placeOf)
    return shown.map((finding) => ({
      place: placeOf(finding),
      severity: finding.severity,
      message: finding.message,
      remedy: finding.remedy,
      also,
    }))
  })
}

function placeOf({ file, line, column }: Finding): string {
  return `${file}:${line}:${column}`
}
