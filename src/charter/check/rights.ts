import { quoted } from '../problem.ts'
import type { Checking } from './sayer.ts'

/** A narrowed right says when; roles carry a document where the charter asks for one; classes keep the machine away where they say so. */
export function rights({ charter, say }: Checking): void {
  for (const [target, blocks] of charter.rights) {
    for (const [name, block] of blocks) {
      const here = `rights.${target}.${name}`
      if (block.narrows !== undefined && block.when.length === 0)
        say(
          'charter/bad-combination',
          `${here}.narrows`,
          `${quoted(name)} narrows ${quoted(block.narrows)} but does not say when it holds`,
          'add `when` with conditions',
        )
      if (block.narrows === undefined && block.when.length > 0)
        say('charter/bad-combination', `${here}.when`, '`when` stands only beside `narrows`', 'add `narrows`, or use a gate')
    }
  }
}

export function documents({ charter, say }: Checking): void {
  if (charter.amendments.documents !== 'required') return
  for (const [id, role] of charter.roles) {
    if (role.document === undefined)
      say(
        'charter/document-missing',
        `roles.${id}`,
        `${quoted(id)} has no \`document\`, and \`amendments.documents\` requires one of every role`,
        'add `document:` with the page that describes the role',
      )
  }
}
