import type { Charter, Id } from '../../charter/model.ts'
import type { RenderProblem } from '../rendered-file.ts'
import type { GroupRights } from './group-rights.ts'
import { STOCK_GROUPS, STOCK_LEVELS } from '../../charter/mediawiki/stock.ts'

/** Rights that are also levels a page can be protected at, without those that MediaWiki has under another name. */
export function protectionLevels(charter: Charter, target: Id): readonly string[] {
  const stock = [...STOCK_LEVELS.values()]
  return [...(charter.rights.get(target) ?? [])].flatMap(([right, block]) => (block.protects && !stock.includes(right) ? [right] : []))
}

/**
 * Pages protected at a level that nobody passes are frozen for good: not even the protection could be ended, for that takes the same
 * right. So somebody must have `editprotected` as long as the level `sysop` exists, and it always does.
 */
export function frozenPages(charter: Charter, target: Id, groups: readonly GroupRights[]): readonly RenderProblem[] {
  const declared = charter.groups.get(target)
  const right = 'editprotected'
  const passes = groups.some((group) => group.granted.includes(right) && !group.block.denies.includes(right))
  const leftAlone = [...STOCK_GROUPS].some(([name, rights]) => rights.includes(right) && declared?.has(name) !== true)
  if (passes || leftAlone) return []
  return [
    {
      code: 'nobody-edits-protected',
      clause: `groups.${target}`,
      message: `nobody would have \`${right}\`: pages protected at level \`sysop\` could never be changed or freed again`,
      remedy: `give \`${right}\` to a group`,
    },
  ]
}
