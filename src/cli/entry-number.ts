import { UsageError } from './command.ts'

/** The number of an entry of the ledger, as a word of the command line. */
export function entryNumber(word: string): number {
  if (!/^\d{1,12}$/.test(word)) throw new UsageError(`\`${word}\` is no entry number`)
  return Number(word)
}
