import type { Charter, Id } from '../../charter/model.ts'
import { hasHidden } from '../hidden-characters.ts'
import type { RenderProblem } from '../rendered-file.ts'
import { STOCK_GROUPS } from '../../charter/mediawiki/stock.ts'
import { utf8Length } from '../utf8-length.ts'

/** `user_groups.ug_group` is 255 bytes wide. */
const LONGEST = 255

/**
 * Names that MediaWiki could not carry, and groups that it would confuse: names are exact there, so a group that differs only by case
 * from another is a second group beside it, and asking for the wrong one answers success and does nothing.
 */
export function nameProblems(charter: Charter, target: Id, connectorGroup: string | undefined): readonly RenderProblem[] {
  const groups = [...(charter.groups.get(target)?.keys() ?? [])]
  const rights = [...(charter.rights.get(target)?.keys() ?? [])]
  return [
    ...groups.flatMap((name) => unusable('group', name, `groups.${target}.${name}`)),
    ...rights.flatMap((name) => unusable('right', name, `rights.${target}.${name}`)),
    ...collisions(target, groups, connectorGroup),
    ...implicitNames(charter, target),
  ]
}

function unusable(kind: 'group' | 'right', name: string, clause: string): readonly RenderProblem[] {
  const why =
    name.trim() === ''
      ? 'is empty'
      : !name.isWellFormed()
        ? 'is no valid text'
        : hasHidden(name)
          ? 'holds characters that nobody sees'
          : /^(?:0|-?[1-9]\d*)$/.test(name)
            ? 'is a number, which PHP would not keep as a name'
            : name.includes('|')
              ? 'holds `|`, which separates names in the API'
              : utf8Length(name) > LONGEST
                ? `is longer than ${LONGEST} bytes`
                : undefined
  if (why === undefined) return []
  return [
    {
      code: 'name-not-usable',
      clause,
      message: `the name of ${kind} \`${name.slice(0, 40)}\` ${why}`,
      remedy: 'give it a name that the wiki can carry',
    },
  ]
}

function collisions(target: Id, groups: readonly string[], connectorGroup: string | undefined): readonly RenderProblem[] {
  const byFold = new Map<string, string>([...STOCK_GROUPS.keys()].map((name) => [name.toLowerCase(), name]))
  if (connectorGroup !== undefined) byFold.set(connectorGroup.toLowerCase(), connectorGroup)
  return groups.flatMap((name): RenderProblem[] => {
    const other = byFold.get(name.toLowerCase())
    byFold.set(name.toLowerCase(), name)
    if (name === connectorGroup)
      return [
        {
          code: 'group-name-collides',
          clause: `groups.${target}.${name}`,
          message: `group \`${name}\` is the one Writ itself works through`,
          remedy: 'name the group otherwise, or give Writ another group',
        },
      ]
    if (other === undefined || other === name) return []
    return [
      {
        code: 'group-name-collides',
        clause: `groups.${target}.${name}`,
        message: `group \`${name}\` differs from \`${other}\` only by capital letters; MediaWiki would keep both`,
        remedy: `use \`${other}\`, or a name that differs by more`,
      },
    ]
  })
}

/** MediaWiki's two implicit groups have fixed names. */
function implicitNames(charter: Charter, target: Id): readonly RenderProblem[] {
  return [...(charter.groups.get(target) ?? [])].flatMap(([name, { implicit }]): RenderProblem[] => {
    const meant = name === '*' ? 'everyone' : name === 'user' ? 'registered' : undefined
    if (implicit === meant) return []
    const right = implicit === undefined ? meant : implicit
    const message =
      implicit === undefined
        ? `group \`${name}\` holds everybody by itself on MediaWiki`
        : `MediaWiki knows \`${implicit}\` as group \`${implicit === 'everyone' ? '*' : 'user'}\`, not as \`${name}\``
    return [
      {
        code: 'implicit-group',
        clause: `groups.${target}.${name}.implicit`,
        message,
        remedy: implicit === undefined ? `say \`implicit: ${right}\`` : `name the group \`"${implicit === 'everyone' ? '*' : 'user'}"\``,
      },
    ]
  })
}
