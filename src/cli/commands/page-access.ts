import type { Charter, Id } from '../../charter/model.ts'
import { nearest } from '../../kernel/nearest.ts'
import { terminalText } from '../../render/terminal.ts'
import { readInventory, type Inventory } from '../../targets/mediawiki/page-access/inventory.ts'
import { pageAccessLine } from '../../targets/mediawiki/page-access/tag.ts'
import { openVisitor } from '../../targets/mediawiki/probe/visitor.ts'
import { needCharter } from '../charter-files.ts'
import { exit, StopError, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { printJson } from '../print-json.ts'
import { pageAccessFindings, type PageFinding } from '../probe/page-access-findings.ts'
import { credentialsFrom, unanswered, visitOptions, wikiOptions } from '../probe/wiki-access.ts'
import { chooseTarget } from './matrix.ts'

export const pageAccessCommand: Command = {
  help: `With --groups, prints the line that restricts a page to these groups; any one of them suffices, and administrators always pass. With --url, lists the pages
of a wiki that have such lines: who passes, who restricted them and when, and what is wrong with it (a person's name, a name that is no group, lines that
widen each other by transclusion). Nothing is written to the wiki.`,
  options: {
    target: { type: 'string', value: 'T', help: 'the target; may be left out where the charter has one with groups' },
    groups: { type: 'string', value: 'GROUP,...', help: 'print the line for these groups' },
    ...wikiOptions,
    credentials: { type: 'string', value: 'FILE', help: 'an account that may read restricted pages, in a file of mode 0600' },
  },
  words: [1, 1],
  async run(invocation) {
    const { source } = await needCharter(invocation.positionals[0] ?? '')
    const target = chooseTarget(source.charter, invocation.text('target'))
    const groups = invocation.text('groups')
    if ((groups === undefined) === (invocation.text('url') === undefined)) throw new UsageError('take one of --groups and --url')
    return groups === undefined ? await list(invocation, source.charter, target) : printLine(invocation, source.charter, target, groups)
  },
}

function printLine(invocation: Invocation, charter: Charter, target: Id, asked: string): ExitCode {
  const known = charter.groups.get(target)
  const names = asked
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  for (const name of names) {
    const group = known?.get(name)
    if (group === undefined || group.abolished !== undefined) {
      const near = nearest(name, known?.keys() ?? [])
      const why = group === undefined ? 'is no group of the charter; a page is restricted by group, never by person' : 'is to be gone'
      throw new StopError(
        `writ: \`${terminalText(name)}\` ${why}${near === undefined || near === name ? `; there are ${[...(known?.keys() ?? [])].map((one) => terminalText(one)).join(', ')}` : `; did you mean \`${terminalText(near)}\`?`}`,
      )
    }
    if (group.implicit !== undefined)
      invocation.io.err(
        `note: ${group.implicit === 'everyone' ? 'everybody' : 'everybody with an account'} is in \`${terminalText(name)}\`\n`,
      )
  }
  const line = pageAccessLine(names)
  if (!line.ok) throw new StopError(`writ: ${terminalText(line.error, 300)}`)
  if (invocation.flag('json')) printJson(invocation.io, { groups: names, line: line.value })
  else invocation.io.document(`${line.value}\n`)
  invocation.io.err('note: put it on the page itself; only somebody in one of these groups can save it there\n')
  return exit.fine
}

async function list(invocation: Invocation, charter: Charter, target: Id): Promise<ExitCode> {
  const options = visitOptions(invocation, 0)
  const file = invocation.text('credentials')
  const visitor = await openVisitor(options, file === undefined ? undefined : await credentialsFrom(file, options.api))
  if (!visitor.ok) throw unanswered(visitor.error)
  const { progress } = invocation.io
  const inventory = await readInventory(visitor.value, (done, all) => progress?.(`${done} of ${all} pages`))
  progress?.('')
  if (!inventory.ok) throw unanswered(inventory.error)
  const findings = pageAccessFindings(charter, target, inventory.value)
  if (invocation.flag('json')) {
    const { site, pages } = inventory.value
    printJson(invocation.io, { wiki: { name: site.name, generator: site.generator }, pages, findings })
  } else invocation.io.out(formatInventory(inventory.value, findings))
  return findings.some(({ severity }) => severity === 'error') ? exit.findings : exit.fine
}

function formatInventory({ site, pages }: Inventory, findings: readonly PageFinding[]): string {
  const said = (page: string | undefined) =>
    findings
      .filter((one) => one.page === page)
      .flatMap(({ severity, code, message, remedy }) => [`  ${severity}: ${message} [page-access/${code}]`, `      ${remedy}`])
  const lines = pages.flatMap((page) => [
    terminalText(page.title),
    `  open to ${page.effective.map((group) => terminalText(group, 80)).join(', ') || 'nobody'}, and to administrators`,
    ...(page.restricted === undefined
      ? []
      : [`  restricted by ${terminalText(page.restricted.by)} on ${terminalText(page.restricted.at)}`]),
    ...(page.saved === undefined || page.saved.at === page.restricted?.at
      ? []
      : [`  last saved by ${terminalText(page.saved.by)} on ${terminalText(page.saved.at)}`]),
    ...said(page.title),
  ])
  const count = `${pages.length} restricted ${pages.length === 1 ? 'page' : 'pages'} on ${terminalText(site.name)}`
  return `${[...lines, ...said(undefined), count].join('\n')}\n`
}
