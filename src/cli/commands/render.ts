import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { CharterSource } from '../../charter/source.ts'
import type { Abolition } from '../../render/mediawiki/abolition.ts'
import { renderSettings } from '../../render/mediawiki/settings.ts'
import { holdersOfLedger } from '../../server/views/published-pages.ts'
import { charterDocument } from '../../workflow/charter-document.ts'
import { needCharter } from '../charter-files.ts'
import { exit, StopError, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { holdersOfRoster } from '../holder-rows.ts'
import { readSettings } from '../open-instance.ts'
import { withPublicScene } from '../open-scene.ts'
import { PAGES, renderPages } from '../render-pages.ts'
import { readRosterIfNamed } from '../roster-file.ts'
import { formatFinding } from '../print-findings.ts'
import { chooseTarget } from './matrix.ts'
import { printJson } from '../print-json.ts'
import { terminalText } from '../../render/terminal.ts'

export const renderCommand: Command = {
  help: `Prints PHP for the end of LocalSettings.php (load it last: \`require 'writ-groups.php';\`). What the wiki cannot express is an error, what you
should know is printed on stderr and stands in the file as comments. A group that still has members must not be unset: name it with --keep-abolished;
--abolition keep leaves all abolished groups as they are while their members move, --sweep takes back into the file a group that is defined nowhere any
more and still has members, so that they can be taken out. With --what the charter is told on pages instead: messages (names of groups, what rights
do, protection levels), matrix (with reasons), roles (how to get each, how it ends), charter, holders (by --roster FILE, or from a ledger with --data
DIR in place of CHARTER: what its rules make public, no more), or pages for all of them. Pages are wikitext, HTML, or XML for Special:Import.`,
  options: {
    target: { type: 'string', value: 'T', help: 'the target; may be left out where the charter has one with groups' },
    what: { type: 'string', value: 'W', help: `settings (default), ${Object.keys(PAGES).join(', ')}` },
    format: { type: 'string', value: 'F', help: 'of pages: wikitext (default), html or xml' },
    output: { type: 'string', value: 'PATH', help: 'write there instead of stdout: a file, of pages a folder' },
    prefix: { type: 'string', value: 'TITLE', help: 'where the pages stand on the wiki (default: Project:Rights)' },
    roster: { type: 'string', value: 'FILE', help: 'who holds what, for the page of holders' },
    data: { type: 'string', value: 'DIR', help: 'take the charter in force, and the holders, from this ledger' },
    abolition: { type: 'string', value: 'A', help: 'abolished groups: unset (default), strip or keep' },
    'keep-abolished': { type: 'string', multiple: true, value: 'GROUP', help: 'an abolished group that still has members' },
    sweep: { type: 'string', multiple: true, value: 'GROUP', help: 'a group that is gone and still has members' },
    tags: { type: 'boolean', help: 'let Writ’s account make and use a tag for its log lines' },
  },
  words: [0, 1],
  async run(invocation) {
    const what = invocation.text('what') ?? 'settings'
    const [path] = invocation.positionals
    const data = invocation.text('data')
    if ((path === undefined) === (data === undefined)) throw new UsageError('take a CHARTER or --data DIR, one of them')
    if (what === 'settings') return printSettings(invocation, path)
    if (PAGES[what] === undefined) throw new UsageError(`\`${what}\` cannot be rendered; take settings, ${Object.keys(PAGES).join(', ')}`)
    if (path === undefined) {
      if (invocation.text('roster') !== undefined) throw new UsageError('the ledger says who holds what; take --roster with a CHARTER')
      return withPublicScene(await readSettings(invocation), async (scene) => {
        const target = chooseTarget(scene.charter, invocation.text('target'))
        return renderPages(invocation, what, { charter: scene.charter, target, holders: await holdersOfLedger(scene) })
      })
    }
    const { charter } = (await needCharter(path)).source
    const target = chooseTarget(charter, invocation.text('target'))
    const roster = await readRosterIfNamed(invocation.text('roster'), charter)
    return renderPages(invocation, what, { charter, target, holders: roster === undefined ? undefined : holdersOfRoster(charter, roster) })
  },
}

const ABOLITIONS: readonly Abolition[] = ['unset', 'strip', 'keep']

async function printSettings(invocation: Invocation, path: string | undefined): Promise<ExitCode> {
  const { source, hash, revision } = path === undefined ? await charterInForce(invocation) : await charterOfFiles(path)
  const target = chooseTarget(source.charter, invocation.text('target'))
  const word = invocation.text('abolition') ?? 'unset'
  const abolition = ABOLITIONS.find((one) => one === word)
  if (abolition === undefined) throw new UsageError(`--abolition: \`${word}\` is none of ${ABOLITIONS.join(', ')}`)
  const rendered = renderSettings(source.charter, target, {
    hash,
    ...(revision === undefined ? {} : { revision }),
    abolition,
    stillHeld: invocation.texts('keep-abolished'),
    sweep: invocation.texts('sweep'),
    tags: invocation.flag('tags'),
  })
  if (!rendered.ok) {
    const findings = rendered.error.map((problem) => ({
      ...source.place(problem.clause),
      code: `render/${problem.code}`,
      severity: 'error' as const,
      message: problem.message,
      remedy: problem.remedy,
    }))
    throw new StopError(findings.map(formatFinding).join('\n'))
  }
  const output = invocation.text('output')
  if (output !== undefined) await writeFile(output, rendered.value.text)
  else if (invocation.flag('json')) printJson(invocation.io, rendered.value)
  else invocation.io.document(rendered.value.text)
  for (const remark of rendered.value.remarks) invocation.io.err(`note: ${terminalText(remark, 600)}\n`)
  return exit.fine
}

interface SettingsSource {
  readonly source: CharterSource
  readonly hash: string
  /** Number of the adopted revision. */
  readonly revision: number | undefined
}

async function charterOfFiles(path: string): Promise<SettingsSource> {
  const { files, source } = await needCharter(path)
  return { source, hash: createHash('sha256').update(charterDocument(files)).digest('hex'), revision: undefined }
}

async function charterInForce(invocation: Invocation): Promise<SettingsSource> {
  return withPublicScene(await readSettings(invocation), async ({ source, revision }) => ({
    source,
    hash: revision.hash,
    revision: revision.number,
  }))
}
