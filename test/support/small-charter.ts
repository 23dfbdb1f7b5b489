/** The little wiki with a forum that tests of effects and plans live in. */
import type { Charter } from '../../src/charter/model.ts'
import { charterOf } from './charter.ts'

export interface SmallCharterOptions {
  /** Keys of the target `wiki`, as YAML flow text. */
  readonly wiki?: string
  /** Keys of the group `sysop` besides its rights. */
  readonly sysop?: string
  /** Groups that role `guard` gives on the wiki. */
  readonly guardGives?: string
  readonly clerkGives?: string
  /** Further keys of the role `guard`. */
  readonly guard?: string
}

export const wikiGroups = ['sysop', 'patroller', 'editor', 'reader', 'clerk', 'bot-flag'] as const

export function smallCharter({
  wiki = '',
  sysop = '',
  guardGives = 'sysop',
  clerkGives = 'clerk',
  guard = '',
}: SmallCharterOptions = {}): Charter {
  return charterOf(`
writ: 1
title: A small wiki
targets:
  wiki: { connector: simulated${wiki === '' ? '' : `, ${wiki}`} }
  forum: { connector: simulated }
  directory: { connector: simulated, mirrors: held }
facts:
  trained: { text: Was trained, source: file, type: yes-no, set_by: others }
conditions:
  trained: { text: Was trained, fact: trained, is: true }
  reminded: { text: Was reminded, fact: trained, is: true }
classes:
  basic: { text: Everyday, level: 1 }
rights:
  wiki:
    delete: { text: Delete pages }
    patrol: { text: Patrol pages }
    edit: { text: Change pages }
    read: { text: Read pages }
    file: { text: File papers }
    flag: { text: Edit as a bot }
  forum:
    moderate: { text: Moderate threads }
  directory:
    listed: { text: Be listed }
groups:
  wiki:
    sysop: { rights: delete${sysop === '' ? '' : `, ${sysop}`} }
    patroller: { rights: patrol }
    editor: { rights: edit }
    reader: { rights: read }
    clerk: { rights: file }
    bot-flag: { rights: flag }
    loose: { rights: read }
  forum:
    moderators: { rights: moderate }
  directory:
    editors: { rights: listed }
    readers: { rights: listed }
    reserve: { rights: listed }
  writ:
    stewards: { rights: [apply, override-guard] }
roles:
  steward: { title: Steward, purpose: Runs Writ, gives: { writ: stewards }, may: [{ change: all }] }
  guard: { title: Guard, purpose: Deletes, gives: { wiki: ${guardGives}, forum: moderators }${guard === '' ? '' : `, ${guard}`} }
  patroller: { title: Patroller, purpose: Patrols, gives: { wiki: patroller }, requires: trained }
  reminded: { title: Reminded, purpose: Patrols, gives: { wiki: patroller }, requires: { condition: reminded, notice: 7 days } }
  reporter: { title: Reporter, purpose: Patrols, gives: { wiki: patroller }, requires: { condition: reminded, then: report } }
  editor: { title: Editor, purpose: Edits, gives: { wiki: editor, directory: editors }, requires: trained }
  reader: { title: Reader, purpose: Reads, gives: { wiki: reader, directory: readers } }
  clerk: { title: Clerk, purpose: Files, gives: { wiki: ${clerkGives} }, account: staff }
  reserve: { title: Reserve, purpose: Helps in need, gives: { wiki: sysop, directory: reserve }, activation: { by: steward, longest: 7 days } }
  robot: { title: Robot, purpose: Runs, gives: { wiki: [bot-flag, patroller] } }
  roster: { title: Roster, purpose: Names people }
ladders:
  tiers: { order: [editor, reader], counts: highest }
amendments: { by: steward }
`)
}
