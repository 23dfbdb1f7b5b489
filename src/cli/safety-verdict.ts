import { verdicts, type Verdict } from '../safety/undo.ts'
import { UsageError, type Invocation } from './command.ts'

/** What each verdict means, for whoever looks after a wiki. */
export const MEANING: Readonly<Record<Verdict, string>> = {
  harmless: 'can change nothing',
  restorable: 'can do harm that others can undo',
  strippable: 'can be removed, but others lose what nobody can give back',
  entrenched: 'cannot be removed any more',
  takeover: 'can take everything, and only whoever runs the server could undo it',
}

/** The verdict of `--fail-on`: the least one that fails; undefined where the flag is absent. */
export function failOnOf(invocation: Invocation): Verdict | undefined {
  const word = invocation.text('fail-on')
  const verdict = verdicts.find((one) => one === word)
  if (word !== undefined && verdict === undefined) throw new UsageError(`\`${word}\` is no verdict; take ${verdicts.slice(1).join(', ')}`)
  return verdict
}

export function isAtLeast(verdict: Verdict, least: Verdict): boolean {
  return verdicts.indexOf(verdict) >= verdicts.indexOf(least)
}
