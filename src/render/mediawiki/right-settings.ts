import type { Charter, Id } from '../../charter/model.ts'
import { canonicalJson, type Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { RenderProblem } from '../rendered-file.ts'
import { byCodeUnit } from './group-rights.ts'

const SETTING = /^wg[A-Z][A-Za-z0-9]*$/
/** Settings that the file itself decides; a right that set one of them would undo the charter. */
const OURS: ReadonlySet<string> = new Set([
  'wgGroupPermissions',
  'wgRevokePermissions',
  'wgGroupInheritsPermissions',
  'wgImplicitGroups',
  'wgAutopromote',
  'wgAutopromoteOnce',
  'wgAddGroups',
  'wgRemoveGroups',
  'wgGroupsAddToSelf',
  'wgGroupsRemoveFromSelf',
  'wgRestrictionLevels',
  'wgAvailableRights',
  'wgExtensionFunctions',
  'wgGrantPermissions',
  'wgHooks',
])

/** `settings` of the rights that somebody has: name of the setting -> value, sorted. Two rights may agree on one, not differ. */
export function rightSettings(
  charter: Charter,
  target: Id,
  granted: ReadonlySet<string>,
): Result<ReadonlyMap<string, Json>, readonly RenderProblem[]> {
  const found = new Map<string, { readonly value: Json; readonly right: string }>()
  const problems: RenderProblem[] = []
  for (const [right, block] of charter.rights.get(target) ?? []) {
    if (!granted.has(right)) continue
    for (const [name, value] of Object.entries(block.settings)) {
      const clause = `rights.${target}.${right}.settings`
      const before = found.get(name)
      if (!SETTING.test(name)) {
        problems.push({
          code: 'setting-not-usable',
          clause,
          message: `\`${name.slice(0, 60)}\` is not the name of a MediaWiki setting`,
          remedy: 'name a variable such as `wgEnableUploads`, without the dollar sign',
        })
      } else if (OURS.has(name)) {
        problems.push({
          code: 'setting-not-usable',
          clause,
          message: `\`${name}\` follows from the charter's groups and powers`,
          remedy: 'say it with `groups`, `may` or `promote`',
        })
      } else if (before !== undefined && canonicalJson(before.value) !== canonicalJson(value)) {
        problems.push({
          code: 'settings-differ',
          clause,
          message: `\`${name}\` is wanted otherwise by right \`${before.right}\``,
          remedy: 'let both name the same value',
        })
      } else found.set(name, { value, right })
    }
  }
  if (problems.length > 0) return err(problems)
  return ok(new Map([...found].toSorted((left, right) => byCodeUnit(left[0], right[0])).map(([name, { value }]) => [name, value])))
}
