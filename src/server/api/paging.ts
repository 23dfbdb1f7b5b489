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

/** The same of a list whose order changes while it is read: what stands behind a place, whether or not something still stands there. */
export function pageAfter<T>(
  all: readonly T[],
  placeOf: (one: T) => string,
  isBehind: (one: T, place: string) => boolean,
  { after, limit = 100 }: { readonly after?: string | undefined; readonly limit?: number | undefined },
): { readonly page: readonly T[]; readonly next: string | null } {
  const rest = after === undefined ? all : all.filter((one) => isBehind(one, after))
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return { page, next: last !== undefined && rest.length > limit ? placeOf(last) : null }
}
