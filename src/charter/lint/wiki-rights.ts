import type { Checking } from '../check/sayer.ts'
import { canonicalJson } from '../../kernel/json.ts'
import { nearest } from '../../kernel/nearest.ts'
import { coreRight, coreRightsOf, SETTING_DEFAULTS } from '../../mediawiki/core-rights.ts'
import { releaseOf } from '../../mediawiki/versions.ts'
import { knownControl, originOf, type Origin, type Wiki } from '../mediawiki/wiki.ts'
import type { RightBlock } from '../model.ts'
import { quoted } from '../problem.ts'
import { looksLikeLevel, wikisOf, type WikiTarget } from './wikis.ts'

/** The rights of a charter against what the wiki's software knows of them. */
export function wikiRights({ charter, say }: Checking): void {
  for (const one of wikisOf(charter)) {
    for (const { clause, message, remedy } of one.wiki.problems) say('target-settings', clause, message, remedy)
    const settings = settingsOf(one)
    for (const [name, block] of one.rights) {
      const clause = `rights.${one.target}.${name}`
      if (block.assigned && !(one.granted.has(name) && looksLikeLevel(name, block))) unknown(say, one.wiki, clause, name, block)
      if (!one.granted.has(name)) continue
      settingMissing(say, settings, clause, name)
      const control = knownControl(name)
      if (control !== undefined && block.controls === undefined) {
        say(
          'control-not-declared',
          clause,
          control === 'all-groups'
            ? `${quoted(name)} changes any group of anybody, and the charter does not say so: the safety analysis takes it for harmless`
            : `whoever has ${quoted(name)} can act as, or take over, other accounts, and the charter does not say so`,
          `add \`controls: ${control}\``,
        )
      }
    }
  }
}

function unknown(say: Checking['say'], wiki: Wiki, clause: string, name: string, block: RightBlock): void {
  const core = block.providedBy === undefined ? undefined : /^mediawiki\b(.*)$/i.exec(block.providedBy)?.[1]
  const needed = core === undefined ? undefined : releaseOf(core.replaceAll(/[^\d.]+/g, ' ').trim())
  if (needed !== undefined && wiki.releaseIsDeclared && needed > wiki.release) {
    say('right-unknown', clause, `${quoted(name)} needs ${quoted(block.providedBy ?? '')}, and the wiki is 1.${wiki.release}`, UPGRADE)
    return
  }
  const origin = originOf(wiki, name, core === undefined ? block.providedBy : undefined)
  const [message, remedy] = unknownBecause(wiki, name, block, origin) ?? []
  if (message !== undefined && remedy !== undefined) say('right-unknown', clause, message, remedy)
}

/** What is wrong and what to do; undefined = the wiki knows the right, or nothing speaks against it. */
function unknownBecause(wiki: Wiki, name: string, block: RightBlock, origin: Origin): readonly [string, string] | undefined {
  switch (origin.kind) {
    case 'core':
      return undefined
    case 'extension':
      if (origin.loaded === false)
        return [
          `${quoted(name)} comes from ${quoted(origin.name)}, which is not among the \`extensions\` of the target`,
          'load the extension and list it there, or remove the right',
        ]
      if (origin.loaded === true || block.providedBy !== undefined) return undefined
      return [
        `MediaWiki itself has no right ${quoted(name)}; it comes from the extension ${quoted(origin.name)}`,
        `add \`provided_by: ${origin.name}\` if the wiki has it, or remove the right`,
      ]
    case 'newer':
      return [`${quoted(name)} is new in MediaWiki 1.${origin.since}, and the wiki is 1.${wiki.release}`, UPGRADE]
    case 'former':
      return [`MediaWiki 1.${wiki.release} no longer has ${quoted(name)}: ${origin.instead}`, 'remove it, or list what took its place']
    default: {
      if (block.protects) return undefined
      const meant = nearest(name, coreRightsOf(wiki.release))
      return [
        `MediaWiki 1.${wiki.release} has no right ${quoted(name)}`,
        meant === undefined
          ? 'say in `provided_by` what it comes from, or remove it'
          : `write \`${meant}\`, or say in \`provided_by\` where it comes from`,
      ]
    }
  }
}

const UPGRADE = 'remove it until the wiki is upgraded, or correct `settings.version` of the target'

/** What the rights that somebody has say about settings, put together. */
function settingsOf({ rights, granted }: WikiTarget): ReadonlyMap<string, string> {
  const said = [...rights].flatMap(([name, block]) => (granted.has(name) ? Object.entries(block.settings) : []))
  return new Map(said.map(([setting, value]) => [setting, canonicalJson(value)]))
}

function settingMissing(say: Checking['say'], said: ReadonlyMap<string, string>, clause: string, name: string): void {
  for (const [setting, value] of Object.entries(coreRight(name)?.settings ?? {})) {
    const found = said.get(setting)
    const wanted = canonicalJson(value)
    if (found === wanted || (found === undefined && SETTING_DEFAULTS.get(setting) === value) || askedElsewhere(name, setting)) continue
    say(
      'setting-missing',
      clause,
      `${quoted(name)} does nothing while \`$${setting}\` is ${value ? 'off' : 'on'}, ${found === undefined ? 'as it is by default' : 'as the charter has it'}`,
      `add \`settings: { ${setting}: ${wanted} }\` to the right, or remove it from the groups`,
    )
  }
}

/** The right that it needs asks already; and people may write styles and scripts of their own that the wiki does not load. */
function askedElsewhere(name: string, setting: string): boolean {
  if (setting === 'wgAllowUserCss' || setting === 'wgAllowUserJs') return true
  return coreRight(name)?.needs.some((other) => coreRight(other)?.settings[setting] !== undefined) === true
}
