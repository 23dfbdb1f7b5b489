import type { Json } from '../../kernel/json.ts'
import { coreGroups } from '../../mediawiki/core-groups.ts'
import { coreRight, FORMER_RIGHTS, isCoreRight, spanOf } from '../../mediawiki/core-rights.ts'
import { findExtension, providerOf } from '../../mediawiki/extensions.ts'
import { furtherProviderOf } from '../../mediawiki/further-rights.ts'
import { releaseOf, versionOf } from '../../mediawiki/versions.ts'
import type { Charter, Clause, Id } from '../model.ts'
import { quoted } from '../problem.ts'

/** What a target without `settings.version` is taken for: the oldest release that Writ serves. */
const UNSAID = 39

/** `provided_by` of a right that the wiki itself knows, whatever else is known of it. */
export const OWN = 'this wiki'

/** What a charter says of a wiki as a piece of software: `settings` of a target with the connector `mediawiki`. */
export interface Wiki {
  /** 39 for `1.39`; `settings.version`, or the oldest one that Writ serves, and then nothing is held against a right for being newer. */
  readonly release: number
  readonly releaseIsDeclared: boolean
  /** `settings.extensions`, by the names that `wfLoadExtension` takes; undefined = not said. */
  readonly extensions: readonly string[] | undefined
  readonly problems: readonly WikiProblem[]
}

export interface WikiProblem {
  readonly clause: Clause
  readonly message: string
  readonly remedy: string
}

/** The software of a target; undefined = no MediaWiki. Never fails: what cannot be read is a problem and counts as not said. */
export function wikiOf(charter: Charter, target: Id): Wiki | undefined {
  const block = charter.targets.get(target)
  if (block?.connector !== 'mediawiki') return undefined
  const problems: WikiProblem[] = []
  const version = block.settings['version']
  const release = typeof version === 'string' ? releaseOf(version) : undefined
  if (version !== undefined && release === undefined) {
    problems.push({
      clause: `targets.${target}.settings.version`,
      message: `${quoted(shown(version))} is no release of MediaWiki`,
      remedy: `write it in quotes, as in "1.${UNSAID}"`,
    })
  }
  const named = block.settings['extensions']
  const extensions = Array.isArray(named) && named.every((one) => typeof one === 'string') ? named : undefined
  if (named !== undefined && extensions === undefined) {
    problems.push({
      clause: `targets.${target}.settings.extensions`,
      message: '`extensions` is no list of names',
      remedy: 'write the names that `wfLoadExtension` takes, as in [CheckUser, Nuke]',
    })
  }
  return { release: release ?? UNSAID, releaseIsDeclared: release !== undefined, extensions, problems }
}

/** Where a right comes from on a wiki, as far as is known. */
export type Origin =
  /** The core of this release, or the wiki itself. */
  | { readonly kind: 'core' }
  /** `loaded` undefined = the charter does not list the wiki's extensions. */
  | { readonly kind: 'extension'; readonly name: string; readonly loaded: boolean | undefined }
  /** The core has it from this release on, later than the wiki's. */
  | { readonly kind: 'newer'; readonly since: number }
  /** The core had it once; `instead`: what became of it. */
  | { readonly kind: 'former'; readonly instead: string }
  | { readonly kind: 'unknown' }

/** `provider` is what the charter names in `provided_by`, undefined if that is a version of MediaWiki or nothing. */
export function originOf(wiki: Wiki, right: string, provider: string | undefined): Origin {
  if (provider === OWN || isCoreRight(right, wiki.release)) return { kind: 'core' }
  const { since, gone = Infinity, instead } = spanOf(right)
  const former = FORMER_RIGHTS.get(right) ?? (gone <= wiki.release ? instead : undefined)
  if (former !== undefined && provider === undefined) return { kind: 'former', instead: former }
  const extension = provider ?? providerOf(right)?.extension ?? furtherProviderOf(right)
  if (extension !== undefined) {
    const loaded = wiki.extensions?.some((one) => sameExtension(wiki, one, extension))
    return { kind: 'extension', name: extension, loaded }
  }
  if (coreRight(right) === undefined || since === undefined) return { kind: 'unknown' }
  return wiki.releaseIsDeclared ? { kind: 'newer', since } : { kind: 'core' }
}

function sameExtension({ release }: Wiki, left: string, right: string): boolean {
  const version = versionOf(release)
  const name = (text: string) => (findExtension(version, text)?.name ?? text.replaceAll(/[\s_-]/g, '')).toLowerCase()
  return name(left) === name(right)
}

/** Whether a right is known to change groups past every list, or to let its holder act as, or take over, other accounts. */
export function knownControl(right: string): 'all-groups' | 'accounts' | undefined {
  return coreRight(right)?.controls ?? (providerOf(right)?.accounts === true ? 'accounts' : undefined)
}

/** Groups that such a wiki has by itself, with their rights: of its release, and of the extensions that the charter lists. */
export function stockGroupsOf(wiki: Wiki): ReadonlyMap<string, ReadonlySet<string>> {
  const version = versionOf(wiki.release)
  const groups = new Map<string, Set<string>>([...coreGroups(version)].map(([group, rights]) => [group, new Set(rights)]))
  for (const name of wiki.extensions ?? []) {
    for (const [group, rights] of findExtension(version, name)?.groups ?? []) {
      const all = groups.get(group) ?? new Set<string>()
      for (const [right, given] of rights) {
        if (given) all.add(right)
        else all.delete(right)
      }
      groups.set(group, all)
    }
  }
  return groups
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
