import type { Charter, Id } from '../../charter/model.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { RenderedFile, RenderProblem } from '../rendered-file.ts'
import { remarksOn } from './remarks.ts'
import { settingsPhp } from './settings-php.ts'
import { wikiSettings, type SettingsOptions } from './wiki-settings.ts'

/**
 * One PHP file that makes a MediaWiki (1.39 or later) equal to the charter: rights of each group exactly, promotion, protection levels,
 * native powers where the charter wants them, and the bounded group of Writ's own account. Load it last in LocalSettings.php. Fails with
 * everything that MediaWiki cannot express exactly. The rules are in docs/spec/mediawiki.md.
 */
export function renderSettings(charter: Charter, target: Id, options: SettingsOptions): Result<RenderedFile, readonly RenderProblem[]> {
  const worked = wikiSettings(charter, target, options)
  if (!worked.ok) return worked
  const remarks = remarksOn(worked.value)
  return ok({ name: 'writ-groups.php', text: settingsPhp(worked.value, options, remarks), remarks })
}
