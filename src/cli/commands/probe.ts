import { systemOutside } from '../../config/outside.ts'
import { nearest } from '../../kernel/nearest.ts'
import { userTypes, type UserType } from '../../charter/user-types.ts'
import { terminalText } from '../../render/terminal.ts'
import type { WikiCredentials } from '../../targets/mediawiki/credentials.ts'
import { MARKER } from '../../targets/mediawiki/probe/plant.ts'
import { needCharter } from '../charter-files.ts'
import { exit, StopError, UsageError, type Command, type Invocation } from '../command.ts'
import { printJson } from '../print-json.ts'
import { formatProbe, hasErrors } from '../probe/print-probe.ts'
import { runProbe } from '../probe/run-probe.ts'
import { credentialsFrom, number, unanswered, visitOptions, wikiOptions } from '../probe/wiki-access.ts'
import { chooseTarget } from './matrix.ts'

export const probeCommand: Command = {
  help: `Tries the known ways out of closed pages (transclusion, comparison, feeds, exports, excerpts, ...) as a visitor and as each user type that an account is
given for, and compares with the charter what each type may read and write. Content that comes out is an error; titles are accepted unless a gate hides
existence. It looks for canaries: random texts that stand on one page only. Nothing is written unless --plant names a title under which pages may be made,
one in each closed namespace; they are taken away at the end. Exit 1 on leaks or differences, 3 if the wiki does not answer.`,
  options: {
    target: { type: 'string', value: 'T', help: 'the target; may be left out where the charter has one with groups' },
    ...wikiOptions,
    credentials: {
      type: 'string',
      multiple: true,
      value: 'TYPE=FILE',
      help: 'an account of a user type (registered, or a role), in a file of mode 0600',
    },
    plant: { type: 'string', value: 'TITLE', help: 'make pages of this title to look for, and take them away again' },
    page: { type: 'string', multiple: true, value: 'TITLE', help: 'look for this page, which holds a canary; default: search for some' },
    marker: { type: 'string', value: 'TEXT', help: `what stands before a canary (default ${MARKER})` },
    pause: { type: 'string', value: 'MS', help: 'milliseconds between two requests (default 200)' },
  },
  words: [1, 1],
  async run(invocation) {
    const { source } = await needCharter(invocation.positionals[0] ?? '')
    const target = chooseTarget(source.charter, invocation.text('target'))
    if (source.charter.targets.get(target)?.connector !== 'mediawiki')
      throw new StopError(`writ: target \`${terminalText(target)}\` is not a MediaWiki; only wikis are probed`, exit.usage)
    const options = visitOptions(invocation, number(invocation, 'pause', 200, 60_000))
    const types = userTypes(source.charter, target)
    const [plant, titles] = [invocation.text('plant'), invocation.texts('page')]
    if (plant !== undefined && titles.length > 0) throw new UsageError('take one of --plant and --page')
    if (plant !== undefined && (/[#<>[\]|{}:\p{Cc}]/u.test(plant) || plant.trim() === '' || plant.length > 80))
      throw new UsageError('--plant takes a title without a namespace, like `Sandbox/Leak check`')
    const random = () => Buffer.from(systemOutside().randomness.bytes(24)).toString('hex')
    const report = await runProbe(source.charter, target, {
      ...options,
      credentials: await credentialsOf(invocation, types, options.api),
      plant: plant === undefined ? undefined : `${plant} ${random().slice(0, 8)}`,
      titles,
      marker: invocation.text('marker') ?? MARKER,
      random,
      progress: invocation.io.progress === undefined ? undefined : (done, all) => invocation.io.progress?.(`${done} of ${all} attempts`),
    })
    if (invocation.io.progress !== undefined) invocation.io.progress('')
    if (!report.ok) throw unanswered(report.error)
    if (invocation.flag('json')) printJson(invocation.io, report.value)
    else invocation.io.out(formatProbe(report.value))
    return hasErrors(report.value) ? exit.findings : exit.fine
  },
}

async function credentialsOf(invocation: Invocation, types: readonly UserType[], api: URL): Promise<ReadonlyMap<string, WikiCredentials>> {
  const found = new Map<string, WikiCredentials>()
  const named = types.filter(({ kind }) => kind !== 'everyone').map(({ id }) => id)
  for (const given of invocation.texts('credentials')) {
    const [, type = '', path = ''] = /^([^=]*)=(.+)$/s.exec(given) ?? []
    if (path === '') throw new UsageError('--credentials takes TYPE=FILE, like registered=author.json')
    if (!named.includes(type)) {
      const near = nearest(type, named)
      throw new UsageError(
        `there is no user type \`${terminalText(type)}\` to log in as; ${near === undefined ? `there are ${named.join(', ')}` : `did you mean \`${near}\`?`}`,
      )
    }
    if (found.has(type)) throw new UsageError(`--credentials names \`${type}\` twice`)
    found.set(type, await credentialsFrom(path, api))
  }
  return found
}
