/**
 * From MediaWiki 1.46 on a wiki can ask for conditions before anybody, by whatever way, is put into a group.
 * https://www.mediawiki.org/wiki/Manual:$wgRestrictedGroups
 */
import { wikiOf } from '../../charter/mediawiki/wiki.ts'
import { isAssigned } from '../../charter/members.ts'
import type { Charter, Id } from '../../charter/model.ts'
import type { PhpValue } from '../php.ts'
import { promotion } from './promote.ts'
import type { PromotionFact } from './target-settings.ts'

/** The first release that has the setting. */
const SINCE = 46

export interface RestrictedGroup {
  readonly group: string
  /** What an account must be like to be put into it. */
  readonly condition: PhpValue
}

export interface Restrictions {
  /** Whether the wiki is new enough; undefined conditions of a charter are then Writ's alone. */
  readonly supported: boolean
  readonly groups: readonly RestrictedGroup[]
  /** Groups whose role has conditions that the wiki cannot judge, and why. */
  readonly leftOut: readonly { readonly group: string; readonly why: string }[]
}

/**
 * The conditions that a wiki can ask for by itself: those of the one role that gives the group, as far as MediaWiki knows what they are about. A
 * role that somebody can be in without meeting its conditions (`then: report`) restricts nothing. Nobody is demoted by the wiki: Writ does that,
 * with notice and on record.
 */
export function restrictions(charter: Charter, target: Id, facts: ReadonlyMap<Id, PromotionFact>): Restrictions {
  const wiki = wikiOf(charter, target)
  if (wiki?.releaseIsDeclared !== true || wiki.release < SINCE) return { supported: false, groups: [], leftOut: [] }
  const groups: RestrictedGroup[] = []
  const leftOut: { group: string; why: string }[] = []
  for (const [group, block] of charter.groups.get(target) ?? []) {
    if (!isAssigned(block)) continue
    const roles = [...charter.roles.values()].filter(({ gives }) => gives.get(target)?.includes(group) === true)
    const when = roles.flatMap(({ requires }) => requires.filter(({ then }) => then !== 'report').map(({ condition }) => condition))
    if (when.length === 0) continue
    if (roles.length > 1) {
      leftOut.push({ group, why: 'several roles give it' })
      continue
    }
    const condition = promotion(charter, target, group, { when, keep: false }, facts)
    if (condition.ok) groups.push({ group, condition: condition.value })
    else leftOut.push({ group, why: condition.error.message })
  }
  return { supported: true, groups, leftOut }
}
