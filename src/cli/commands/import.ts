import type { Json } from '../../kernel/json.ts'
import { charterOfBitu } from '../../intake/bitu/charter.ts'
import { readBituRules } from '../../intake/bitu/rules.ts'
import { importedCharter } from '../../intake/mediawiki/charter.ts'
import { rulesFromSettings } from '../../intake/mediawiki/from-settings.ts'
import { rulesFromSiteinfo } from '../../intake/mediawiki/from-siteinfo.ts'
import type { WikiRules } from '../../intake/mediawiki/rules.ts'
import { evaluateSettings } from '../../intake/mediawiki/settings.ts'
import { findVersion, VERSIONS } from '../../mediawiki/versions.ts'
import { terminalText } from '../../render/terminal.ts'
import { systemOutside } from '../../config/outside.ts'
import { readSite } from '../../targets/mediawiki/site.ts'
import { exit, StopError, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { readJson, readText } from '../json-file.ts'
import { formatFinding } from '../print-findings.ts'
import { printJson } from '../print-json.ts'

export const importCommand: Command = {
  help: `Prints the charter of a living wiki: \`writ import mediawiki --api https://wiki.example/w/api.php > charter.yaml\`, then \`writ check charter.yaml\`. No account is
needed, nothing is changed. \`bitu-rules\` takes the value of Bitu's ACCESS_REQUEST_RULES as JSON and says what Bitu does not check. \`mediawiki\` asks what any visitor may read (or reads saved answers); \`localsettings\` reads LocalSettings.php and the files beside it, in
order, without running them, over the defaults of MediaWiki and of the extensions they load. What is not known is left out, never guessed: it stands on stderr and
as comments in the charter, each with a code. An address in a private network is asked only because you typed it here.`,
  options: {
    api: { type: 'string', value: 'URL', help: 'address of the API of the wiki, usually ending in /api.php' },
    siteinfo: { type: 'string', multiple: true, value: 'FILE', help: 'a saved answer of the API instead (siteinfo, paraminfo)' },
    version: { type: 'string', value: 'V', help: 'for localsettings: the version of MediaWiki, as in 1.39' },
    extension: { type: 'string', multiple: true, value: 'NAME', help: 'for localsettings: an extension that is loaded elsewhere' },
    target: { type: 'string', value: 'T', help: 'id of the target in the charter (default: wiki)' },
  },
  words: [1, 100],
  async run(invocation) {
    const [source, ...files] = invocation.positionals
    if (source === 'mediawiki') return print(invocation, await fromWiki(invocation, files))
    if (source === 'localsettings') return print(invocation, await fromSettings(invocation, files))
    if (source === 'bitu-rules') return printBitu(invocation, files)
    throw new UsageError(`\`${source}\` is nothing that can be imported; take mediawiki, localsettings or bitu-rules`)
  },
}

interface Found {
  readonly rules: WikiRules
  /** Where it was read, for the head of the charter. */
  readonly source: string
}

async function fromWiki(invocation: Invocation, words: readonly string[]): Promise<Found> {
  const [api, saved] = [invocation.text('api'), invocation.texts('siteinfo')]
  if (words[0] !== undefined) throw new UsageError(`\`${words[0]}\` is one word too many; a saved answer is named with --siteinfo`)
  if ((api === undefined) === (saved.length === 0))
    throw new UsageError('name the wiki with --api URL, or saved answers with --siteinfo FILE')
  only(invocation, ['version', 'extension'], 'localsettings')
  const answers = api === undefined ? await Promise.all(saved.map((path) => readJson(path))) : await ask(api)
  const rules = rulesFromSiteinfo(answers)
  if (!rules.ok) throw new StopError(`writ: nothing to import: ${rules.error}`)
  return { rules: rules.value, source: api === undefined ? 'saved answers of a wiki’s API' : new URL(api).host }
}

async function ask(address: string): Promise<readonly Json[]> {
  if (!URL.canParse(address) || !['http:', 'https:'].includes(new URL(address).protocol))
    throw new UsageError(`\`${address}\` is no address of an API; it looks like https://wiki.example/w/api.php`)
  const api = new URL(address)
  if (api.username !== '' || api.password !== '') throw new UsageError('the address holds a user or password; none is needed')
  const { clock } = systemOutside()
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds))
  const answer = await readSite({ api, clock, sleep })
  if (!answer.ok) throw new StopError(`writ: ${terminalText(answer.error.message, 500)}`, exit.unavailable)
  return answer.value
}

async function fromSettings(invocation: Invocation, paths: readonly string[]): Promise<Found> {
  if (paths.length === 0) throw new UsageError('name the files: LocalSettings.php first, then those it requires, in order')
  only(invocation, ['api', 'siteinfo'], 'mediawiki')
  const asked = invocation.text('version')
  const version = findVersion(asked ?? DEFAULT_VERSION)
  if (version === undefined) throw new UsageError(`\`${asked}\` is no version of MediaWiki; write it as in ${VERSIONS.join(', ')}`)
  const files = await Promise.all(paths.map(async (path) => ({ name: path, text: await readText(path) })))
  const settings = evaluateSettings(files, { version: version.known, extensions: invocation.texts('extension') })
  if (!settings.readable) {
    const why = settings.remarks.map((one) => `${terminalText(one.file)}:${one.line}: ${terminalText(one.text, 300)}`)
    throw new StopError(`writ: nothing to import\n${why.join('\n')}`)
  }
  return { rules: rulesFromSettings(settings, { ...version, text: asked }), source: 'settings files' }
}

/** What lies underneath where nobody says: the oldest version that is still served. */
const DEFAULT_VERSION = '1.39'

function only(invocation: Invocation, names: readonly string[], other: string): void {
  for (const name of names)
    if (invocation.text(name) !== undefined || invocation.texts(name).length > 0)
      throw new UsageError(`--${name} belongs to \`writ import ${other}\``)
}

function print(invocation: Invocation, { rules, source }: Found): ExitCode {
  const target = invocation.text('target')
  if (target !== undefined && (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(target) || target === 'writ'))
    throw new UsageError(`\`${target}\` is no id of a target: lower-case letters, digits and hyphens, and not \`writ\``)
  return printCharter(invocation, importedCharter(rules, { source, ...(target === undefined ? {} : { target }) }))
}

async function printBitu(invocation: Invocation, [file, another]: readonly string[]): Promise<ExitCode> {
  if (file === undefined || another !== undefined) throw new UsageError('name one file: the value of ACCESS_REQUEST_RULES as JSON')
  only(invocation, ['api', 'siteinfo', 'version', 'extension', 'target'], 'mediawiki')
  const rules = readBituRules(await readJson(file, 'write the value of ACCESS_REQUEST_RULES with `json.dumps`'))
  if (!rules.ok) throw new StopError(`writ: nothing to import: ${terminalText(rules.error, 500)}`)
  return printCharter(invocation, charterOfBitu(rules.value, 'the ACCESS_REQUEST_RULES of a Bitu'))
}

type Imported = ReturnType<typeof importedCharter>

function printCharter(invocation: Invocation, imported: Imported): ExitCode {
  if (!imported.ok) throw new StopError(`writ: what was read makes no charter\n${imported.error.map(formatFinding).join('\n')}`)
  const { text, remarks } = imported.value
  if (invocation.flag('json'))
    printJson(invocation.io, {
      charter: text,
      remarks: remarks.map(({ code, at, clause, text: said }) => ({ code, at: at ?? null, clause: clause ?? null, text: said })),
    })
  else invocation.io.document(text)
  for (const { code, at, text: said } of remarks)
    invocation.io.err(`note: ${terminalText(`${at === undefined ? '' : `${at}: `}${code}: ${said}`, 1000)}\n`)
  return exit.fine
}
