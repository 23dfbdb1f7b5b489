import type { Charter, GroupBlock, Id } from '../../charter/model.ts'
import { showHidden } from '../hidden-characters.ts'
import type { PageNames } from '../pages/page-names.ts'
import { isLegalTitle } from '../pages/page-names.ts'
import { wikitext } from '../wikitext.ts'
import { protectionLevels } from './protection.ts'

/** A page of a wiki by its title. */
export interface WikiPage {
  readonly title: string
  readonly text: string
}

export interface MessagePages {
  readonly pages: readonly WikiPage[]
  /** Names that no page of the interface can have. */
  readonly remarks: readonly string[]
}

/**
 * The interface messages in which a wiki speaks of the charter's groups and rights: their names, what a member is called, the page about
 * them, what each right does, and the levels pages can be protected at.
 * https://www.mediawiki.org/wiki/Manual:Interface/System_message
 */
export function messagePages(charter: Charter, target: Id, names: PageNames): MessagePages {
  const pages: WikiPage[] = []
  const remarks: string[] = []
  const put = (about: string, name: string, messages: readonly (readonly [string, string])[]) => {
    if (isMessageName(name)) for (const [key, text] of messages) pages.push({ title: `MediaWiki:${capital(key)}`, text })
    else remarks.push(`${about} \`${showHidden(name)}\` cannot have pages of the interface: a page title cannot carry its name`)
  }
  for (const [name, block] of charter.groups.get(target) ?? []) {
    if (block.abolished !== undefined) continue
    // Special:ListGroupRights asks for the group of everybody under this name
    const key = name === '*' ? 'all' : name
    put('group', key, groupMessages(charter, target, name, key, block, names))
  }
  for (const [right, block] of charter.rights.get(target) ?? [])
    put('right', right, [
      [`right-${right}`, messageText(block.text)],
      [`action-${right}`, messageText(lowerFirst(block.text.replace(/\.$/, '')))],
    ])
  for (const level of protectionLevels(charter, target)) {
    const passing = holdersOf(charter, target, level)
    put('protection level', level, [
      [`protect-level-${level}`, messageName(`Allow only ${passing}`)],
      [`restriction-level-${level}`, messageName(`limited to ${passing}`)],
    ])
  }
  return { pages, remarks: [...new Set(remarks)] }
}

function groupMessages(
  charter: Charter,
  target: Id,
  name: string,
  key: string,
  block: GroupBlock,
  names: PageNames,
): readonly (readonly [string, string])[] {
  const giving = [...charter.roles].filter(([, { gives }]) => gives.get(target)?.includes(name) === true)
  // a dormant role stands in for another one: the group is called after that
  const standing = giving.filter(([, { activation }]) => activation === undefined)
  const roles = standing.length > 0 ? standing : giving
  const only = roles.length === 1 ? roles[0] : undefined
  return [
    [`group-${key}`, messageName(block.title ?? name)],
    [`group-${key}-member`, messageName(only?.[1].title ?? block.title ?? name)],
    [`grouppage-${key}`, only === undefined ? names.charter : names.role(only[0])],
  ]
}

function holdersOf(charter: Charter, target: Id, right: string): string {
  const groups = [...(charter.groups.get(target) ?? [])].filter(
    ([, block]) => block.abolished === undefined && block.rights.includes(right),
  )
  return groups.length === 0 ? 'nobody' : groups.map(([name, block]) => block.title ?? name).join(', ')
}

/** A slash would make the last part a language, doubled or outer underscores would vanish. */
function isMessageName(name: string): boolean {
  return !name.includes('/') && isLegalTitle(name.replaceAll(/(?<=[^_])_(?=[^_])/g, ' '))
}

/** A message that the wiki parses: it reads as the text and does nothing; `$1` stays what it is. */
function messageText(text: string): string {
  return wikitext(text.trim() === '' ? '-' : text).replaceAll(/\$(?=\d)/g, '&#36;')
}

/**
 * A name that the wiki shows as plain text in some places and parses in others. Marks that do nothing by themselves stay, or everybody would
 * read `O&#39;Brien`; what would come alive becomes a character reference.
 */
function messageName(text: string): string {
  const shown = showHidden(text.trim() === '' ? '-' : text)
  return shown.replaceAll(
    /[[\]{}|<>]|&(?=[#\w]+;)|'(?=')|(?<=')'|_(?=_)|(?<=_)_|~(?=~)|(?<=~)~|^[-+*#:;=! ]|-(?=[-{])| $| (?= )|\$(?=\d)|:(?=\/\/)|(?<=(?:^|\W)(?:mailto|news|urn|sip|sips|tel|sms|geo|magnet|xmpp|bitcoin|data|javascript)):|(?<=RFC|PMID|ISBN)\p{Zs}/giu,
    (mark) => `&#${mark.codePointAt(0)};`,
  )
}

function capital(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1)
}

/** Unless the first word is an abbreviation. */
function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
