import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { charterDocument } from '../../workflow/charter-document.ts'
import { playStory } from '../../workflow/play-story.ts'
import { setUp } from '../../workflow/set-up.ts'
import { parseStory, type Story } from '../../workflow/story-file.ts'
import { needCharter } from '../charter-files.ts'
import { dataOption, exit, StopError, type Command, type Invocation, type Io } from '../command.ts'
import { firstKey } from '../log-key.ts'
import { connectSigning } from '../connect-signing.ts'
import { servePages } from '../serve-pages.ts'
import { startDemoRuns } from '../demo/demo-runs.ts'
import { tellScene } from '../demo/tell-scene.ts'
import { parseInstant } from '../../kernel/instant.ts'
import { demoFacts } from '../demo/demo-facts.ts'
import { wakeTargets } from '../demo/wake-targets.ts'
import { tellBothSides } from '../demo/both-sides.ts'
import { demoTime, standingBefore, openStage, startDemoTarget, type DemoTime } from '../demo/wiki-stage.ts'
import { operatorName, readSettings, withInstance } from '../open-instance.ts'
import { readRoster } from '../roster-file.ts'
import { storeFile } from '../../config/data-folder.ts'
import type { Settings } from '../../config/settings.ts'
import { terminalText } from '../../render/terminal.ts'

const DEMO_CHARTER = fileURLToPath(new URL('../../../charters/citizendium', import.meta.url))

export const demoCommand: Command = {
  help: `Plays the story of a charter folder (charter, roster.yaml, story.yaml) from the first entry on, tells it from the ledger and from what was read back,
and serves the pages on 127.0.0.1. A second start only serves, with the same wiki; --again throws the folder away and plays anew.
A story that says when it begins has a clock of its own and a simulated wiki; at its end the public log stands next to the record.
Without CHARTER it is the overhaul of a wiki of experts, with invented people.`,
  options: {
    again: { type: 'boolean', help: 'throw the demonstration folder away and play anew' },
    simulated: { type: 'boolean', help: 'do not start a real MediaWiki even where it is installed' },
    'no-serve': { type: 'boolean', help: 'only play the story' },
    port: { type: 'string', value: 'P', help: 'port of the pages (default 8420, 0 = any free one)' },
    host: { type: 'string', value: 'H', help: 'address of the pages (default 127.0.0.1)' },
    data: { ...dataOption.data, help: 'the demonstration folder (default: ./data/demo, with CHARTER ./data/demo-NAME)' },
  },
  json: false,
  words: [0, 1],
  async run(invocation) {
    const settings = await demoSettings(invocation)
    const folder = invocation.positionals[0] ?? DEMO_CHARTER
    const before = await foundIn(settings.data)
    if (before === 'foreign')
      throw new StopError(`writ: \`${terminalText(settings.data)}\` was not made by \`writ demo\`; nothing is played or thrown away there`)
    const demo =
      before === 'played' && !invocation.flag('again')
        ? await resume(invocation, settings)
        : await play(invocation, folder, settings, before)
    try {
      if (invocation.flag('no-serve')) return demo.surprises > 0 ? exit.findings : exit.fine
      await servePages(demo.connected, invocation.io, {
        meanwhile: (write) => startDemoRuns(invocation.io, write, connectSigning(ownSigning(settings))),
      })
      return exit.fine
    } finally {
      await demo.stop()
    }
  },
}

async function demoSettings(invocation: Invocation): Promise<Settings> {
  const [charter] = invocation.positionals
  const data = invocation.text('data') ?? (charter === undefined ? 'data/demo' : `data/demo-${basename(resolve(charter))}`)
  return readSettings({ ...invocation, text: (name) => (name === 'data' ? data : invocation.text(name)) })
}

const PLAYED = 'made by `writ demo`; `writ demo --again` throws this folder away\n'
const OF = 'charter: '
const BEGUN = 'made by `writ demo`, which was cut short; the next start throws this folder away\n'

/** What a data folder holds: only one that was made as a demonstration is ever thrown away. */
async function foundIn(data: string): Promise<'nothing' | 'begun' | 'played' | 'foreign'> {
  if ((await stat(storeFile(data)).catch(() => undefined)) === undefined) return 'nothing'
  const marker = await readFile(join(data, 'demo'), 'utf8').catch(() => undefined)
  return marker === undefined ? 'foreign' : marker.startsWith(PLAYED) ? 'played' : 'begun'
}

/** What was played before, as it was left: only served, with the wiki that belongs to it. */
async function resume(invocation: Invocation, settings: Settings): Promise<PlayedDemo> {
  const { io, positionals } = invocation
  const data = terminalText(settings.data)
  const name = (await readFile(join(settings.data, 'demo'), 'utf8')).slice(PLAYED.length).trim().slice(OF.length)
  const asked = positionals[0] === undefined ? name : basename(resolve(positionals[0]))
  if (name !== '' && asked !== name)
    throw new StopError(
      `writ: \`${data}\` holds the demonstration of \`${terminalText(name)}\`: \`--again\` throws it away for this one, another \`--data\` keeps both`,
      exit.usage,
    )
  io.out(`the story was played before in \`${data}\`; \`--again\` plays it anew\n`)
  if (invocation.flag('no-serve')) return { connected: settings, surprises: 0, stop: () => Promise.resolve() }
  const { targets, told, stop } = await wakeTargets(settings.data, settings.targets)
  for (const one of told) io.out(`${terminalText(one)}\n`)
  return { connected: { ...settings, targets }, surprises: 0, stop }
}

interface PlayedDemo {
  /** The settings with what the demonstration connected. */
  readonly connected: Settings
  /** How many things went otherwise than the story expected. */
  readonly surprises: number
  /** Ends the wikis. */
  stop(): Promise<void>
}

async function play(
  invocation: Invocation,
  folder: string,
  settings: Settings,
  before: 'nothing' | 'begun' | 'played',
): Promise<PlayedDemo> {
  const { io } = invocation
  const { files, source } = await needCharter(folder)
  const roster = await readRoster(join(folder, 'roster.yaml'), source.charter)
  const story = await readStory(join(folder, 'story.yaml'))
  const targets = targetsOf(story)
  const time = timeOf(story)
  if (before !== 'nothing') await rm(settings.data, { recursive: true, force: true })
  await mkdir(settings.data, { recursive: true, mode: 0o700 })
  await writeFile(join(settings.data, 'demo'), BEGUN)
  io.out(`${terminalText(story.title)}: ${terminalText(source.charter.title)}\n`)
  const stage = await openStage(targets, (target) =>
    startDemoTarget(
      settings.data,
      source.charter,
      target,
      standingBefore(source.charter, roster, story, target),
      invocation.flag('simulated'),
      time,
    ),
  )
  try {
    for (const [target, { what }] of stage.targets) io.out(`${target} is ${what}\n`)
    const facts = await demoFacts(settings.data, folder, source.charter, roster)
    const byTarget = Object.fromEntries([...stage.targets].map(([target, { settings: connection }]) => [target, connection]))
    const connections = { targets: byTarget, ...(facts.sources === undefined ? {} : { sources: facts.sources }) }
    await writeFile(join(settings.data, 'writ.config.yaml'), stringify(connections), { mode: 0o600 })
    const connected = { ...settings, ...connections }
    const options = { create: true, charter: source.charter, demo: true, ...(time === undefined ? {} : { clock: time.clock }) }
    const surprises = await withInstance(connected, options, async (instance) => {
      const operator = operatorName()
      const made = await setUp(instance, {
        document: charterDocument(files),
        source,
        demo: true,
        name: 'demo',
        operator,
        administrator: { handle: story.administrator.person, role: story.administrator.role },
        founders: roster,
      })
      await writeFile(join(settings.data, 'administrator.token'), `${made.token}\n`, { mode: 0o600 })
      io.out(`set up: ${made.people} invented people, ${made.grants} founding grants\n`)
      const begun = instance.journal.size
      const scenes = playStory(instance, story, { ...stage.hands, fact: facts.set }, operator)
      const told = await tell(io, scenes, () => instance.journal.state, source)
      if (time !== undefined)
        io.out(
          `${tellBothSides(await instance.journal.entries(begun, instance.journal.size - begun), instance.journal.state, source.charter).join('\n')}\n`,
        )
      await firstKey(instance, ownSigning(settings))
      return told
    })
    io.out(
      `\n${surprises === 0 ? 'everything went as the story expected' : `${surprises} things went otherwise than the story expected`}\n`,
    )
    await writeFile(join(settings.data, 'demo'), `${PLAYED}${OF}${basename(resolve(folder))}\n`)
    return { connected, surprises, stop: () => stage.stop() }
  } catch (error) {
    await stage.stop()
    throw error
  }
}

async function tell(
  io: Io,
  scenes: ReturnType<typeof playStory>,
  state: () => Parameters<typeof tellScene>[1],
  source: Parameters<typeof tellScene>[2],
): Promise<number> {
  let surprises = 0
  for await (const scene of scenes) {
    surprises += scene.surprises.length
    io.out(`${tellScene(scene, state(), source).join('\n')}\n`)
  }
  return surprises
}

async function readStory(path: string): Promise<Story> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) throw new StopError(`writ: \`${terminalText(path)}\` is missing: this charter has no story to play`, exit.usage)
  const story = parseStory(text, path)
  if (!story.ok) throw new StopError(`writ: ${terminalText(story.error, 400)}`, exit.usage)
  return story.value
}

/** A story that says when it begins has a clock of its own. */
function timeOf(story: Story): DemoTime | undefined {
  if (story.begins === undefined) return undefined
  const begins = parseInstant(story.begins)
  if (!begins.ok) throw new StopError(`writ: the story begins at no moment: ${terminalText(begins.error)}`, exit.usage)
  return demoTime(begins.value)
}

/** The targets that a story takes in, in its order. */
function targetsOf(story: Story): readonly string[] {
  const targets = new Set(story.steps.flatMap((step) => ('adopt' in step ? [step.adopt] : [])))
  if (targets.size === 0) throw new StopError('writ: the story adopts no target', exit.usage)
  return [...targets]
}

/** A demonstration keeps its key in its own folder, whatever the settings of the place say of the real log. */
function ownSigning(settings: Settings): Settings {
  return { ...settings, log: undefined, url: undefined }
}
