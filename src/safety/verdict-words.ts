import type { Verdict } from './undo.ts'

/** What each verdict means, for whoever looks after a wiki. */
export const MEANING: Readonly<Record<Verdict, string>> = {
  harmless: 'can change nothing',
  restorable: 'can do harm that others can undo',
  strippable: 'can be removed, but others lose what nobody can give back',
  entrenched: 'cannot be removed any more',
  takeover: 'can take everything, and only whoever runs the server could undo it',
}
