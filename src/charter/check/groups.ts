import { isAssigned } from '../members.ts'
import type { GroupBlock, RoleBlock } from '../model.ts'
import { quoted } from '../problem.ts'
import { WRIT } from '../writ-target.ts'
import type { Checking } from './sayer.ts'

/** Groups: of one nature each, told apart by more than case, holding only rights that somebody may hold. */
export function groups({ charter, say }: Checking): void {
  for (const [target, blocks] of charter.groups) {
    const lowered = new Map<string, string>()
    const implicit = new Map<string, string>()
    for (const [name, block] of blocks) {
      const here = `groups.${target}.${name}`
      const twin = lowered.get(name.normalize('NFC').toLowerCase())
      if (twin !== undefined)
        say(
          'charter/same-but-for-case',
          here,
          `${quoted(name)} and ${quoted(twin)} differ only by case`,
          'keep one of the two; the other may be named in `also_called`',
        )
      lowered.set(name.normalize('NFC').toLowerCase(), name)
      if (block.implicit !== undefined) {
        const other = implicit.get(block.implicit)
        if (other !== undefined)
          say(
            'charter/second-implicit',
            `${here}.implicit`,
            `${quoted(other)} is already the group of \`${block.implicit}\``,
            'let one group be it',
          )
        implicit.set(block.implicit, name)
      }
      nature({ charter, say }, here, target, block)
      for (const [index, right] of block.rights.entries()) {
        if (charter.rights.get(target)?.get(right)?.assigned === false) {
          say(
            'charter/unassigned-right',
            `${here}.rights[${index}]`,
            `${quoted(right)} is deliberately nobody's (\`assigned: false\`), but ${quoted(name)} lists it`,
            'remove it from the group, or remove `assigned: false` from the right',
          )
        }
      }
    }
  }
}

function nature({ say }: Checking, here: string, target: string, block: GroupBlock): void {
  const natures = [block.implicit && 'implicit', block.promote && 'promote', block.abolished && 'abolished'].filter(
    (one) => one !== undefined,
  )
  const [first, second] = natures
  if (second !== undefined)
    say('charter/bad-combination', `${here}.${second}`, `a group cannot be both \`${first}\` and \`${second}\``, 'keep one of the two')
  if (target === WRIT && first !== undefined)
    say('charter/writ-target', `${here}.${first}`, 'groups of `writ` are given by roles only', `remove \`${first}\``)
  const { abolished } = block
  if (abolished === undefined) return
  if (abolished.holders === 'none' && abolished.to.length > 0)
    say(
      'charter/bad-combination',
      `${here}.abolished.to`,
      '`to` is of no use with `holders: none`',
      'remove `to`, or write `holders: choose`',
    )
  if (abolished.holders !== 'none' && abolished.to.length === 0)
    say(
      'charter/bad-combination',
      `${here}.abolished`,
      `\`holders: ${abolished.holders}\` needs \`to\``,
      'name the roles where the members go',
    )
}

/** Only an assigned group can be given by a role. An abolished one is the linter's to report. */
export function given({ charter, say }: Checking): void {
  for (const [id, role] of charter.roles) {
    for (const [target, names] of role.gives) {
      for (const [index, name] of names.entries()) {
        const block = charter.groups.get(target)?.get(name)
        if (block === undefined || isAssigned(block) || block.abolished !== undefined) continue
        const why =
          block.implicit === undefined ? 'the target itself gives it by `promote`' : `everybody (\`implicit: ${block.implicit}\`) is in it`
        say(
          'charter/not-assignable',
          `roles.${id}.gives.${target}[${index}]`,
          `${quoted(id)} gives ${quoted(name)}, but ${why}`,
          'give a group that is neither implicit nor promoted',
        )
      }
    }
    removal({ charter, say }, id, role)
  }
}

function removal({ charter, say }: Checking, id: string, role: RoleBlock): void {
  for (const [index, one] of role.requires.entries()) {
    if (one.then !== 'remove_member' || [...role.gives.keys()].some((target) => charter.targets.get(target)?.members !== undefined))
      continue
    say(
      'charter/no-members',
      `roles.${id}.requires[${index}]`,
      '`remove_member` speaks of a target with `members`, and this role gives nothing on such a target',
      'write `pause`, `end` or `report`, or declare `members` of the target',
    )
  }
}
