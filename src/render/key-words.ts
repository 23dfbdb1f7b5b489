/** A key that the log is signed with from now on, by its name and digits. */
export function newLogKey(vkey: string | undefined): string {
  const [name, id] = vkey?.split('+') ?? []
  return `the log is signed with a new key, ${name === undefined ? '(erased)' : `${name}+${id}`}`
}

export function oldLogKey({ key, size }: { readonly key?: number; readonly size?: number }): string {
  return `the log is no longer signed with the key of entry ${key}; the last checkpoint that it signed has ${size} entries`
}
