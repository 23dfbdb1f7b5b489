/** One page of a list that is in order: what comes after the last one seen, and how to go on. */
export function pageOf<T>(
  all: Iterable<T>,
  keyOf: (one: T) => string,
  { after, limit = 100 }: { readonly after?: string | undefined; readonly limit?: number | undefined },
): { readonly page: readonly T[]; readonly next: string | null } {
  const page: T[] = []
  let passed = after === undefined
  for (const one of all) {
    if (!passed) {
      passed = keyOf(one) === after
      continue
    }
    if (page.length === limit) return { page, next: keyOf(page.at(-1) as T) }
    page.push(one)
  }
  return { page, next: null }
}
