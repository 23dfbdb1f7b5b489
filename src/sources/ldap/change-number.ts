/** Change sequence numbers of OpenLDAP (`contextCSN`): one for each server that takes changes, `20261128092851.123456Z#000000#001#000000`. */

/** By the number of the server. */
export type ChangeNumbers = ReadonlyMap<string, string>

export function parseChangeNumbers(values: readonly string[]): ChangeNumbers {
  return new Map(values.flatMap((value) => (/^\d{14}\.\d{6}Z#/.test(value) ? [[value.split('#')[2] ?? '', value] as const] : [])))
}

/** The same changes; never without numbers. */
export function sameNumbers(left: ChangeNumbers, right: ChangeNumbers): boolean {
  return left.size > 0 && left.size === right.size && [...left].every(([server, number]) => right.get(server) === number)
}

/** Lacks a change that `before` has. */
export function isOlder(now: ChangeNumbers, before: ChangeNumbers): boolean {
  return now.size > 0 && [...before].some(([server, number]) => (now.get(server) ?? '') < number)
}
