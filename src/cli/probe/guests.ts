/** The visitors of a leak check: everybody logged out, and an account for each user type that the operator gave credentials of. */
import type { UserType } from '../../charter/user-types.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { terminalText } from '../../render/terminal.ts'
import type { WikiCredentials } from '../../targets/mediawiki/credentials.ts'
import { readSelf, type Self } from '../../targets/mediawiki/probe/look.ts'
import { openVisitor, type VisitOptions, type Visitor } from '../../targets/mediawiki/probe/visitor.ts'
import type { Expectation } from './expectation.ts'
import type { ProbeFinding } from './report.ts'

export interface Present {
  readonly type: UserType
  readonly visitor: Visitor
  readonly self: Self
}

export interface Guests {
  readonly present: readonly Present[]
  readonly findings: readonly ProbeFinding[]
}

/** Logs everybody in. An account that is not what it was given for would make every answer about its type a lie: an error. */
export async function openGuests(
  expected: Expectation,
  options: VisitOptions,
  credentials: ReadonlyMap<string, WikiCredentials>,
): Promise<Result<Guests, TargetFailure>> {
  const present: Present[] = []
  const findings: ProbeFinding[] = []
  for (const type of expected.types) {
    const given = credentials.get(type.id)
    if (type.kind !== 'everyone' && given === undefined) {
      findings.push({
        code: 'not-tried',
        severity: 'note',
        message: `nothing was tried as \`${type.id}\``,
        remedy: `give an account: --credentials ${type.id}=FILE`,
      })
      continue
    }
    const visitor = await openVisitor(options, given)
    if (!visitor.ok) return visitor
    const self = await readSelf(visitor.value)
    if (!self.ok) return self
    present.push({ type, visitor: visitor.value, self: self.value })
    findings.push(...oddities(expected, type, visitor.value, self.value))
  }
  return ok({ present, findings })
}

function oddities(expected: Expectation, type: UserType, visitor: Visitor, self: Self): readonly ProbeFinding[] {
  const name = `\`${terminalText(self.name)}\``
  const findings: ProbeFinding[] = []
  if (self.loggedIn !== (type.kind !== 'everyone'))
    findings.push({
      code: 'account-mismatch',
      severity: 'error',
      message: `${self.loggedIn ? `${name} is logged in` : 'nobody is logged in'} as \`${type.id}\``,
      remedy: 'check the credentials',
    })
  else {
    const known = expected.charter.groups.get(expected.target)
    const assigned = (group: string) => known?.get(group)?.implicit === undefined && known?.get(group)?.promote === undefined
    const surplus = self.groups.filter((group) => known?.has(group) === true && assigned(group) && !type.groups.includes(group))
    const missing = type.groups.filter((group) => assigned(group) && !self.groups.includes(group))
    if (surplus.length + missing.length > 0)
      findings.push({
        code: 'account-mismatch',
        severity: 'error',
        message: `${name} stands for \`${type.id}\` but ${[...(missing.length === 0 ? [] : [`is not in ${missing.join(', ')}`]), ...(surplus.length === 0 ? [] : [`is also in ${surplus.join(', ')}`])].join(' and ')}`,
        remedy: 'give an account that has exactly the groups of this user type',
      })
  }
  if (visitor.session === 'program')
    findings.push({
      code: 'program-only',
      severity: 'note',
      message: `${name} logs in with a bot password or token: pages and rest.php were not tried as \`${type.id}\`, nor what it may write`,
      remedy: 'give the main password of an account that exists for this alone',
    })
  return findings
}
