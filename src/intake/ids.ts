/** Words with a meaning of their own where a role may stand. */
const RESERVED: ReadonlySet<string> = new Set([
  'registered',
  'everyone',
  'subject',
  'all',
  'none',
  'any',
  'writ',
  'on',
  'off',
  'yes',
  'no',
  'true',
  'false',
  'null',
  'y',
  'n',
])

/** `EditorialCouncil`, `Senior technical staff` -> `editorial-council`, `senior-technical-staff`; undefined if the name gives no id. */
export function kebab(name: string): string | undefined {
  if (!/^[\x20-\x7e]+$/.test(name)) return undefined
  const id = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return /^[a-z][a-z0-9-]*$/.test(id) && !RESERVED.has(id) ? id : undefined
}

/** An id for each name, in order: from the name where it gives one that is free, else `group-1`, `group-2` and so on. */
export function idsOf(names: readonly string[], taken: readonly string[]): ReadonlyMap<string, string> {
  const wanted = names.map(kebab)
  const used = new Set(taken)
  const ids = new Map<string, string>()
  for (const [index, name] of names.entries()) {
    const id = wanted[index]
    if (id === undefined || used.has(id)) continue
    used.add(id)
    ids.set(name, id)
  }
  let number = 0
  for (const name of names) {
    if (ids.has(name)) continue
    do number += 1
    while (used.has(`group-${number}`))
    used.add(`group-${number}`)
    ids.set(name, `group-${number}`)
  }
  return new Map(names.map((name) => [name, ids.get(name) ?? '']))
}
