/**
 * What MediaWiki 1.39 brings by itself. Used to write explicit `false` lines, to tell new rights from known ones and to see names that
 * collide. A wiki of another version is still safe: the generated file also switches off whatever it finds at run time.
 */
import { coreGroups, CORE_LEVELS } from '../../mediawiki/core-groups.ts'
import { coreRightNames } from '../../mediawiki/core-rights.ts'

export { ALL_GROUPS_RIGHTS } from '../../mediawiki/core-rights.ts'

/** Rights of the stock groups. */
export const STOCK_GROUPS: ReadonlyMap<string, readonly string[]> = coreGroups('1.39')

/** Every right that core knows by itself; others must stand in `$wgAvailableRights` to be listed and searched for. */
export const CORE_RIGHTS: ReadonlySet<string> = new Set(coreRightNames('1.39'))

/** Protection levels that stand for a right under another name: Manual:$wgRestrictionLevels. */
export const STOCK_LEVELS = CORE_LEVELS
