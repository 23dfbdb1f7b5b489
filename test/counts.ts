/** Counts of random and kill tests: WRIT_TEST_COUNTS = floor (default) | ci | deep. */
type CountLevel = 'floor' | 'ci' | 'deep'

export function countLevel(): CountLevel {
  const level = process.env['WRIT_TEST_COUNTS'] ?? 'floor'
  if (level === 'floor' || level === 'ci' || level === 'deep') return level
  throw new Error(`WRIT_TEST_COUNTS is \`${level}\`; it must be floor, ci or deep`)
}

/** Picks the count of the present level; a test never runs with fewer than `floor`. */
export function counts(of: { readonly floor: number; readonly ci: number; readonly deep: number }): number {
  return of[countLevel()]
}
