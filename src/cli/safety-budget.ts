import { UsageError, type Invocation } from './command.ts'

const LARGEST_BUDGET = 1_000_000_000

/** The number of `--budget`; undefined where the flag is absent. */
export function budgetOf(invocation: Invocation): number | undefined {
  const word = invocation.text('budget')
  if (word === undefined) return undefined
  const budget = /^[0-9]{1,10}$/.test(word) ? Number(word) : 0
  if (budget < 1 || budget > LARGEST_BUDGET) throw new UsageError(`--budget is \`${word}\`; give a number from 1 to ${LARGEST_BUDGET}`)
  return budget
}
