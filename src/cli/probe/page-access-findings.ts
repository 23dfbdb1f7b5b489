/** What is wrong with the lines that restrict pages to groups. */
import type { Charter, Id } from '../../charter/model.ts'
import { terminalText } from '../../render/terminal.ts'
import type { Inventory, RestrictedPage } from '../../targets/mediawiki/page-access/inventory.ts'
import type { ProbeFinding } from './report.ts'

export interface PageFinding extends ProbeFinding {
  /** undefined = of the wiki as a whole. */
  readonly page: string | undefined
}

/** Administrators pass every line on the wiki, whatever it names. */
const ALWAYS = 'sysop'

export function pageAccessFindings(charter: Charter, target: Id, inventory: Inventory): readonly PageFinding[] {
  const wiki: PageFinding[] = inventory.keepsLines
    ? []
    : [
        {
          page: undefined,
          code: 'not-kept',
          severity: 'error',
          message: 'this wiki does not know the line `bs:pageaccess`: it is text like any other, and restricts nothing',
          remedy: 'load the extension BlueSpicePageAccess',
        },
      ]
  return [...wiki, ...inventory.pages.flatMap((page) => ofPage(charter, target, inventory, page))]
}

function ofPage(charter: Charter, target: Id, { strangers }: Inventory, page: RestrictedPage): readonly PageFinding[] {
  const groups = charter.groups.get(target)
  const found: PageFinding[] = []
  const say = (code: string, severity: ProbeFinding['severity'], message: string, remedy: string) =>
    void found.push({ page: page.title, code, severity, message, remedy })
  const name = (one: string) => `\`${terminalText(one, 80)}\``
  for (const group of page.effective) {
    const stranger = strangers.find((one) => one.name === group)
    if (stranger?.account === true)
      say(
        'person-named',
        'error',
        `names ${name(group)}, a person and no group: pages are restricted by group, never by person`,
        'name a group; whoever shall see it asks for a role that gives the group',
      )
    else if (stranger !== undefined)
      say('no-such-group', 'error', `names ${name(group)}, which is no group of this wiki: nobody passes by it`, 'mend the name')
    else if (groups?.has(group) !== true)
      say(
        'group-not-in-charter',
        'warning',
        `names ${name(group)}, of which the charter says nothing`,
        'name a group of the charter, or write the group into it',
      )
    else if (groups.get(group)?.implicit !== undefined)
      say(
        'open-line',
        'warning',
        `names ${name(group)}, in which ${groups.get(group)?.implicit === 'everyone' ? 'everybody' : 'everybody with an account'} is`,
        'leave that group out',
      )
  }
  const own = page.own?.flat()
  if ((page.own?.length ?? 0) > 1)
    say(
      'several-lines',
      'warning',
      `has ${page.own?.length} lines, which are joined: ${page.effective.map(name).join(', ')}, any one suffices`,
      'keep one line',
    )
  for (const { title, groups: theirs } of page.brought) {
    const added = theirs.filter((group) => own?.includes(group) !== true)
    if (added.length > 0)
      say(
        'widened',
        own === undefined || own.length === 0 ? 'warning' : 'error',
        `transcludes ${name(title)}, whose line lets in ${added.map(name).join(', ')} too: lines are joined`,
        'do not transclude it, or let its line name no more groups than this one',
      )
  }
  if (own?.length === 0)
    say(
      'no-own-line',
      'note',
      'has no line of its own; what it transcludes restricts it',
      'give it a line of its own, so that it does not open when the other page changes',
    )
  if (page.includable)
    say(
      'includable',
      'warning',
      'stands in a namespace whose pages everybody can transclude, and so read',
      'load the settings that `writ render` prints, or move the page',
    )
  if (page.own === undefined)
    say('not-readable', 'note', 'its text could not be read with this account', 'ask with an account that passes every line')
  const saver = page.restricted
  if (saver?.groups !== undefined && ![...page.effective, ALWAYS].some((group) => saver.groups?.includes(group)))
    say(
      'saver-not-named',
      'warning',
      `was restricted by ${name(saver.by)}, who is in none of the groups it names (any more)`,
      'let somebody in a named group confirm the line by saving the page',
    )
  return found
}
