import { systemOutside } from '../../config/outside.ts'
import type { PublishedPage } from '../../reconcile/target.ts'
import { terminalText } from '../../render/terminal.ts'
import { PUBLISHED, publishedPages, publishedSummary, USUAL, type Published } from '../../server/views/published-pages.ts'
import { pausedFailure } from '../../workflow/pause.ts'
import { dataOption, exit, StopError, UsageError, type Command, type Invocation } from '../command.ts'
import { connectTargets } from '../connect.ts'
import { readSettings } from '../open-instance.ts'
import { withPublicScene } from '../open-scene.ts'
import { printJson } from '../print-json.ts'
import { namesFor } from '../render-pages.ts'

const WORDS: Readonly<Record<PublishedPage['outcome'], string>> = {
  same: 'as it is',
  made: 'made',
  changed: 'changed',
  foreign: 'left alone: somebody else made it',
  conflict: 'left alone: somebody changed it at the same moment',
}

export const publishCommand: Command = {
  help: `Keeps pages on the wiki TARGET up to date, as the account that Writ works with there: the public record of grants, who holds what, the matrix, how to get each role, the charter. Nothing that the charter keeps back stands on them. What is the same is not written again; a page that somebody else made is never written over (exit 1). The account needs the right to edit, and its bot password the grant for it.`,
  options: {
    what: { type: 'string', value: 'W', help: `which pages, by commas: ${PUBLISHED.join(', ')} (default: log,holders)` },
    prefix: { type: 'string', value: 'TITLE', help: 'where the pages stand on the wiki (default: Project:Rights)' },
    'dry-run': { type: 'boolean', help: 'only say what would be written' },
    ...dataOption,
  },
  words: [1, 1],
  async run(invocation) {
    const [target = ''] = invocation.positionals
    const kinds = kindsOf(invocation)
    const settings = await readSettings(invocation)
    return withPublicScene(settings, async (scene) => {
      const connected = (await connectTargets(scene.charter, settings, systemOutside().clock, scene.state.demo)).get(target)
      if (connected?.publish === undefined)
        throw new StopError(`writ: \`${terminalText(target)}\` is not connected, or is no wiki: nothing can be kept there`, exit.usage)
      const pages = await publishedPages(scene, target, kinds, namesFor(invocation, scene.charter))
      const dryRun = invocation.flag('dry-run')
      const paused = pausedFailure(scene.state)
      if (paused !== undefined && !dryRun) throw new StopError(`writ: ${paused.message}`)
      const answer = await connected.publish(pages, { summary: publishedSummary(scene), dryRun })
      if (!answer.ok) throw new StopError(`writ: ${terminalText(answer.error.message, 400)}`, exit.unavailable)
      if (invocation.flag('json')) printJson(invocation.io, { target, dry_run: dryRun, pages: answer.value })
      else
        for (const { title, outcome } of answer.value)
          invocation.io.out(`${terminalText(title, 200)}: ${dryRun && outcome !== 'same' ? 'would be ' : ''}${WORDS[outcome]}\n`)
      return answer.value.some(({ outcome }) => outcome === 'foreign' || outcome === 'conflict') ? exit.findings : exit.fine
    })
  },
}

function kindsOf(invocation: Invocation): readonly Published[] {
  const words = (invocation.text('what') ?? USUAL.join()).split(',').map((word) => word.trim())
  return words.map((word) => {
    const kind = PUBLISHED.find((one) => one === word)
    if (kind === undefined) throw new UsageError(`--what: \`${word}\` is none of ${PUBLISHED.join(', ')}`)
    return kind
  })
}
