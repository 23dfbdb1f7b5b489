import type { Charter, Id } from '../../charter/model.ts'
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { PhpValue } from '../php.ts'
import type { RenderProblem } from '../rendered-file.ts'
import { abolishedGroups, type AbolishedGroups, type Abolition } from './abolition.ts'
import { connectorGroup, type ConnectorGroup } from './connector-group.ts'
import { contentAccess, type ContentAccess } from './content/content-access.ts'
import { groupRights, type GroupRights } from './group-rights.ts'
import { nameProblems } from './names.ts'
import { nativePowers, type NativePowers } from './native-powers.ts'
import { promotion } from './promote.ts'
import { frozenPages, protectionLevels } from './protection.ts'
import { restrictions, type Restrictions } from './restricted-groups.ts'
import { rightSettings } from './right-settings.ts'
import { CORE_RIGHTS } from '../../charter/mediawiki/stock.ts'
import { promotionFacts } from './target-settings.ts'

export interface SettingsOptions {
  /** SHA-256 of the charter's normal form, as the ledger names the revision. */
  readonly hash: string
  /** Number of the adopted revision, if there is one. */
  readonly revision?: number
  /** What becomes of abolished groups; default `unset`. */
  readonly abolition?: Abolition
  /** Abolished groups known to have members: never unset. */
  readonly stillHeld?: readonly string[]
  /** Groups that nothing defines any more and that still have members: declared without rights until those are out. */
  readonly sweep?: readonly string[]
  /** The group of Writ's own account; default `writ`, false writes no such group. */
  readonly connectorGroup?: string | false
  /** Lets Writ's account make and use a tag for its log lines, if its bot password has the grant `writ-tags` too; default no. */
  readonly tags?: boolean
}

/** Everything of a promotion that the file says. */
export interface Promotion {
  readonly group: string
  readonly condition: PhpValue
  readonly keep: boolean
}

/** A charter's wiki, worked out and not yet written down. */
export interface WikiSettings {
  readonly charter: Charter
  readonly target: Id
  readonly groups: readonly GroupRights[]
  readonly abolished: AbolishedGroups
  readonly promotions: readonly Promotion[]
  readonly restrictions: Restrictions
  readonly settings: ReadonlyMap<string, Json>
  readonly levels: readonly string[]
  readonly newRights: readonly string[]
  readonly powers: NativePowers
  readonly connector: ConnectorGroup | undefined
  /** What the gates mean here; undefined = there is none. */
  readonly content: ContentAccess | undefined
}

/** Works out what a charter means on a MediaWiki; fails with everything that MediaWiki cannot express exactly. */
export function wikiSettings(charter: Charter, target: Id, options: SettingsOptions): Result<WikiSettings, readonly RenderProblem[]> {
  const block = charter.targets.get(target)
  if (block?.connector !== 'mediawiki') {
    const message =
      block === undefined ? `there is no target \`${target}\`` : `target \`${target}\` is not a MediaWiki but \`${block.connector}\``
    return err([{ code: 'not-a-mediawiki', clause: `targets.${target}`, message, remedy: 'name a target with `connector: mediawiki`' }])
  }
  const connectorName = options.connectorGroup === false ? undefined : (options.connectorGroup ?? 'writ')
  const facts = promotionFacts(charter, target)
  const groups = groupRights(charter, target)
  const granted = new Set(groups.flatMap((group) => group.granted))
  const content = contentAccess(charter, target)
  const problems = [
    ...nameProblems(charter, target, connectorName),
    ...facts.problems,
    ...frozenPages(charter, target, groups),
    ...(content?.problems ?? []),
  ]
  const promotions: Promotion[] = []
  for (const { name, block: group } of groups) {
    if (group.promote === undefined) continue
    const condition = promotion(charter, target, name, group.promote, facts.known)
    if (condition.ok) promotions.push({ group: name, condition: condition.value, keep: group.promote.keep })
    else problems.push(condition.error)
  }
  const settings = rightSettings(charter, target, granted)
  if (!settings.ok) return err([...problems, ...settings.error])
  if (problems.length > 0) return err(problems)
  const abolished = abolishedGroups(charter, target, options.abolition ?? 'unset', options.stillHeld ?? [], options.sweep ?? [])
  const levels = protectionLevels(charter, target)
  const named = [...granted, ...groups.flatMap((group) => group.block.denies), ...levels]
  return ok({
    charter,
    target,
    groups,
    abolished,
    promotions,
    restrictions: restrictions(charter, target, facts.known),
    settings: settings.value,
    levels,
    newRights: [...new Set(named)].filter((right) => !CORE_RIGHTS.has(right)).toSorted(),
    powers: nativePowers(charter, target),
    content,
    connector:
      connectorName === undefined
        ? undefined
        : connectorGroup(charter, target, connectorName, options.tags ?? false, [...abolished.strip, ...abolished.keep]),
  })
}
