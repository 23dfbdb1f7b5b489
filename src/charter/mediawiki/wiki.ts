import type { Json } from '../../kernel/json.ts'
import type { Charter, Clause, Id } from '../model.ts'
import { quoted } from '../problem.ts'
import { coreRight, isCoreRight, type CoreRight } from './core-rights.ts'
import { ACCOUNT_CONTROLLING, EXTENSIONS, extensionOf } from './extension-rights.ts'
import { OLDEST, parseRelease, type Release } from './release.ts'

/** What a charter says of a wiki as a piece of software: `settings` of a target with the connector `mediawiki`. */
export interface Wiki {
  /** `settings.version`; without it the oldest release that Writ serves, and then nothing is held against a right for being newer. */
  readonly release: Release
  readonly releaseIsDeclared: boolean
  /** `settings.extensions`, by the names that `wfLoadExtension` takes; undefined = not said. */
  readonly extensions: ReadonlySet<string> | undefined
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
  const release = typeof version === 'string' ? parseRelease(version) : undefined
  if (version !== undefined && (release === undefined || release < OLDEST)) {
    problems.push({
      clause: `targets.${target}.settings.version`,
      message: `${quoted(shown(version))} is no release of MediaWiki that Writ serves`,
      remedy: `write it in quotes, as in "1.${OLDEST}"`,
    })
  }
  const named = block.settings['extensions']
  const listed = Array.isArray(named) && named.every((one) => typeof one === 'string') ? (named as readonly string[]) : undefined
  if (named !== undefined && listed === undefined) {
    problems.push({
      clause: `targets.${target}.settings.extensions`,
      message: '`extensions` is no list of names',
      remedy: 'write the names that `wfLoadExtension` takes, as in [CheckUser, Nuke]',
    })
  }
  return {
    release: Math.max(release ?? OLDEST, OLDEST),
    releaseIsDeclared: release !== undefined && release >= OLDEST,
    extensions: listed === undefined ? undefined : new Set(listed),
    problems,
  }
}

/** Where a right comes from on a wiki, as far as is known. */
export type Origin =
  /** The core of this release has it. */
  | { readonly kind: 'core' }
  /** An extension has it; `loaded` undefined = the charter does not list the wiki's extensions. */
  | { readonly kind: 'extension'; readonly name: string; readonly loaded: boolean | undefined }
  /** The core has it, but not in this release. */
  | { readonly kind: 'other-release'; readonly right: CoreRight }
  | { readonly kind: 'unknown' }

/** `provider` is what the charter names in `provided_by`, without a version of MediaWiki. */
export function originOf(wiki: Wiki, right: string, provider: string | undefined): Origin {
  const extension = extensionOf(right)
  const known = coreRight(right)
  if (isCoreRight(right, wiki.release)) return { kind: 'core' }
  if (!wiki.releaseIsDeclared && known?.since !== undefined && extension === undefined && provider === undefined) return { kind: 'core' }
  const name = provider ?? extension
  if (name !== undefined && known?.gone === undefined)
    return { kind: 'extension', name, loaded: wiki.extensions === undefined ? undefined : wiki.extensions.has(name) }
  return known === undefined ? { kind: 'unknown' } : { kind: 'other-release', right: known }
}

/** Whether a right is known to change groups past every list, or to let its holder act as, or take over, other accounts. */
export function knownControl(right: string): 'all-groups' | 'accounts' | undefined {
  return coreRight(right)?.controls ?? (ACCOUNT_CONTROLLING.has(right) ? 'accounts' : undefined)
}

/** Rights that a wiki of this kind gives a group by itself: the release, and the extensions that the charter lists. */
export function defaultRights(wiki: Wiki, stock: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>([...stock].map(([group, rights]) => [group, new Set(rights)]))
  for (const name of wiki.extensions ?? []) {
    for (const [group, rights] of Object.entries(EXTENSIONS[name]?.groups ?? {})) {
      const all = groups.get(group) ?? new Set<string>()
      for (const right of rights) all.add(right)
      groups.set(group, all)
    }
  }
  return groups
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
