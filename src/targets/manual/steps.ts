import type { ManualChange } from './state.ts'

/** A name as it may stand in a line that a person copies: one line, no control or bidirectional characters, those visible as `U+202E`. */
export function shown(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Surrogate}/gu, (character) => {
    return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
  })
}

/** What a person does by hand, one line a step. */
export function stepsFor(task: {
  readonly id: string
  readonly account: string
  readonly change: ManualChange
  readonly where: string | undefined
}): string[] {
  const place = task.where === undefined ? `open the administration of groups` : `open ${shown(task.where)}`
  const [account, group] = [shown(task.account), shown(task.change.group)]
  const deed =
    task.change.kind === 'add' ? `add \`${account}\` to the group \`${group}\`` : `remove \`${account}\` from the group \`${group}\``
  return [
    place,
    `find the account \`${account}\``,
    deed,
    `look again: ${task.change.kind === 'add' ? 'it is listed' : 'it is no longer listed'}`,
    `confirm task ${task.id} under your name`,
  ]
}
