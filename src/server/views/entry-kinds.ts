/** What the machinery notes about its own work, and what tells nobody anything. */
const CHATTER = /^(?:sealed|target\.observed|plan\.|effect\.|token\.|key\.|job\.|account\.linked|person\.registered)/

/** Whether an entry is of interest to somebody who wants to know what changed. */
export function ofChanges(type: string): boolean {
  return !CHATTER.test(type)
}

/** Whether a type of entry is what somebody asked for: everything, `changes`, a family such as `grant`, or just this type. */
export function isOfKind(type: string, asked: string): boolean {
  if (asked === '') return true
  if (asked === 'changes') return ofChanges(type)
  return type === asked || type.startsWith(`${asked}.`)
}
