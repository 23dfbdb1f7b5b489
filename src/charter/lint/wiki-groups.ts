import type { Checking } from '../check/sayer.ts'
import { PROMOTED } from '../../mediawiki/core-groups.ts'
import { coreRight, coreRightsOf } from '../../mediawiki/core-rights.ts'
import { isAssigned } from '../members.ts'
import { alternatives, quoted } from '../problem.ts'
import { looksLikeLevel, wikisOf, type WikiTarget } from './wikis.ts'

/** The groups of a charter against those that the wiki has by itself. */
export function wikiGroups({ charter, say }: Checking): void {
  for (const one of wikisOf(charter)) {
    const declared = charter.groups.get(one.target)
    const folded = new Map([...one.stock.keys()].map((name) => [name.toLowerCase(), name]))
    for (const [name, block] of declared ?? []) {
      const stock = folded.get(name.toLowerCase())
      if (stock !== undefined && stock !== name)
        say(
          'name-collides-with-core',
          `groups.${one.target}.${name}`,
          `${quoted(name)} differs from ${quoted(stock)}, which the wiki has by itself, only by capital letters: it would keep both, and asking for the wrong one does nothing`,
          `use ${quoted(stock)}, or a name that differs by more`,
        )
      if (name === PROMOTED && isAssigned(block))
        say(
          'promoted-without-rule',
          `groups.${one.target}.${name}`,
          `MediaWiki puts people into ${quoted(name)} by itself and gives it to nobody by hand; the charter has no rule for it`,
          'add `promote: { when: ... }`, or mark it as `abolished`',
        )
    }
    if (one.whole) {
      defaultsLeft(say, one, new Set([...(declared?.keys() ?? [])].map((name) => name.toLowerCase())))
      if (one.wiki.releaseIsDeclared) leftOut(say, one)
    }
    protection(say, one)
  }
}

/** A stock group that is not mentioned keeps its rights, whatever the charter says about them. `declared` in small letters. */
function defaultsLeft(say: Checking['say'], { target, stock, rights }: WikiTarget, declared: ReadonlySet<string>): void {
  for (const [group, held] of stock) {
    if (declared.has(group.toLowerCase())) continue
    const against = [...held].filter((right) => rights.has(right) || coreRight(right)?.controls === 'all-groups')
    if (against.length === 0) continue
    say(
      'default-left-in-force',
      `groups.${target}`,
      `${quoted(group)} is not mentioned, so it keeps what the wiki gives it: ${alternatives(against, 8).replace(/ or (?=`[^`]*`$)/, ' and ')}`,
      `declare ${quoted(group)} with the rights it is to have, or as \`abolished\``,
    )
  }
}

/** Rights that the wiki has and the charter is silent about: none of its groups has them, and nobody said that this is meant. */
function leftOut(say: Checking['say'], { target, wiki, rights }: WikiTarget): void {
  const missing = coreRightsOf(wiki.release).filter((right) => !rights.has(right))
  if (missing.length === 0) return
  say(
    'rights-left-out',
    `rights.${target}`,
    `${missing.length} rights of MediaWiki 1.${wiki.release} are neither given nor declared nobody’s: ${alternatives(missing, 6).replace(/ or (?=`[^`]*`$)/, ' and ')}`,
    'give them to a group, or declare them with `assigned: false`',
  )
}

/** Levels of protection that nobody passes freeze pages for good: ending the protection takes the same right. */
function protection(say: Checking['say'], { target, granted, groups, rights }: WikiTarget): void {
  const protects = [...groups].find(([, block]) => block.rights.includes('protect'))
  if (protects !== undefined && !granted.has('editprotected')) {
    const [name, block] = protects
    say(
      'nobody-edits-protected',
      `groups.${target}.${name}.rights[${block.rights.indexOf('protect')}]`,
      'no group of the charter has `editprotected`: those who protect can neither change nor release what is protected at level `sysop`',
      'give `editprotected` to a group',
    )
  }
  for (const [right, block] of rights) {
    if (block.protects && !granted.has(right))
      say(
        'nobody-edits-protected',
        `rights.${target}.${right}`,
        `pages can be protected at level ${quoted(right)}, and nobody has it: they could be neither changed nor released`,
        'give it to a group, or remove `protects`',
      )
    else if (granted.has(right) && looksLikeLevel(right, block))
      say(
        'level-undeclared',
        `rights.${target}.${right}`,
        `${quoted(right)} reads like a level of protection, and no page can be protected at it`,
        'add `protects: true`, or remove the right',
      )
  }
}
