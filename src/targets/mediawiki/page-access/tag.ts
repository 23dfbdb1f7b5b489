/** The line with which a page names the groups that may see it, as BlueSpicePageAccess reads it: `<bs:pageaccess groups="sysop,researcher" />`. */
import { err, ok, type Result } from '../../../kernel/result.ts'

/** The property of a page in which the wiki keeps the groups of all its lines. */
export const PROPERTY = 'bs-page-access'
export const TAG = 'bs:pageaccess'

/** Group names that cannot stand in a line: it separates by commas, and its value stands in quotes. */
const UNUSABLE = /[,"<>&{}|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\s|\s$|^$/u

/** The line for a page. Refuses names that would mean something else in it. */
export function pageAccessLine(groups: readonly string[]): Result<string, string> {
  if (groups.length === 0) return err('a line without groups closes the page for everybody but administrators; name a group')
  const bad = groups.find((name) => UNUSABLE.test(name))
  if (bad !== undefined) return err(`group \`${bad}\` has a character that the line would read otherwise`)
  return ok(`<${TAG} groups="${[...new Set(groups)].join(',')}" />`)
}

/** The groups of each line in a page's text. What stands in comments or `nowiki` is text, not a line. */
export function pageAccessLines(text: string): readonly (readonly string[])[] {
  const meant = text.replaceAll(/<!--[\s\S]*?(?:-->|$)|<(nowiki|pre|syntaxhighlight)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
  return [...meant.matchAll(/<bs:pageaccess\b([^>]*)>/gi)].map(([, attributes = '']) => {
    const [, double, single, bare] = /\bgroups\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/>]+))/i.exec(attributes) ?? []
    return namesIn(double ?? single ?? bare ?? '')
  })
}

/** Names of a comma list, each once. */
export function namesIn(list: string): readonly string[] {
  return [...new Set(list.split(',').map((name) => name.trim()))].filter((name) => name !== '')
}
