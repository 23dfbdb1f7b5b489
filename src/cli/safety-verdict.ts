import { verdicts, type Verdict } from '../safety/undo.ts'
import { UsageError, type Invocation } from './command.ts'

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
