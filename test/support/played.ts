/** A whole installation for tests: journal on a store in memory, simulated targets, time as data, the charter's roster as founders. */
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isAssigned } from '../../src/charter/members.ts'
import type { Charter } from '../../src/charter/model.ts'
import { parseCharter } from '../../src/charter/parse.ts'
import { parseRoster, type Roster } from '../../src/charter/roster.ts'
import type { CharterFile, CharterSource } from '../../src/charter/source.ts'
import { standingBefore } from '../../src/cli/demo/wiki-stage.ts'
import { addDuration } from '../../src/kernel/duration.ts'
import { instant, parseInstant, type Instant } from '../../src/kernel/instant.ts'
import type { FaultRule } from '../../src/targets/simulated/faults.ts'
import { simulatedTarget, withAccounts, type SimulatedTarget } from '../../src/targets/simulated/simulated-target.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { createInstance, type Instance } from '../../src/workflow/instance.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import type { Stage } from '../../src/workflow/play-story.ts'
import type { FactSource, Store } from '../../src/workflow/ports.ts'
import type { Json } from '../../src/kernel/json.ts'
import { setUp } from '../../src/workflow/set-up.ts'
import { parseStory, type Story } from '../../src/workflow/story-file.ts'
import { MemoryStore } from './memory-store.ts'
import { nodeHashing, seededRandomness } from './outside.ts'

export interface Played {
  readonly instance: Instance
  readonly source: CharterSource
  readonly story: Story
  readonly stage: Stage
  readonly targets: ReadonlyMap<string, SimulatedTarget>
  readonly token: string
  now: Instant
}

/** Reads the charter, roster and story of a folder; `charter: PATH` in a file charter.txt points to another folder's charter. */
export async function readScenario(
  folder: string,
): Promise<{ readonly files: readonly CharterFile[]; readonly roster: Roster; readonly story: Story }> {
  const pointer = await readFile(join(folder, 'charter.txt'), 'utf8').catch(() => undefined)
  const home = pointer === undefined ? folder : pointer.trim()
  const names = (await readdir(home)).filter((name) => name.endsWith('.yaml') && !['roster.yaml', 'story.yaml'].includes(name)).toSorted()
  const files = await Promise.all(names.map(async (name) => ({ name: join(home, name), text: await readFile(join(home, name), 'utf8') })))
  const roster = parseRoster(await readFile(join(folder, 'roster.yaml'), 'utf8').catch(() => readFile(join(home, 'roster.yaml'), 'utf8')))
  const story = parseStory(await readFile(join(folder, 'story.yaml'), 'utf8'), join(folder, 'story.yaml'))
  if (!roster.ok) throw new Error(`${folder}: ${roster.error[0]?.message}`)
  if (!story.ok) throw new Error(story.error)
  return { files, roster: roster.value, story: story.value }
}

export interface StageOptions {
  /** The targets that are connected; all of the charter's if absent. */
  readonly connect?: readonly string[]
  /** What goes wrong on the targets: asked anew at each call. */
  readonly faults?: () => readonly FaultRule[]
  /** Where the ledger is kept; in memory if absent. */
  readonly store?: Store
}

/** Sets an installation up at the story's first moment. */
export async function setTheStage(
  files: readonly CharterFile[],
  roster: Roster,
  story: Story,
  options: StageOptions = {},
): Promise<Played> {
  const parsed = parseCharter(files)
  if (!parsed.ok) throw new Error(parsed.error.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'))
  const source = parsed.value
  const begins = parseInstant(story.begins ?? '2026-05-03T10:00:00Z')
  if (!begins.ok) throw new Error(begins.error)
  const time: { now: Instant } = { now: begins.value }
  const clock = { now: () => time.now }
  const store = options.store ?? new MemoryStore()
  const outside = { clock, hashing: nodeHashing, randomness: seededRandomness(7) }
  const targets = new Map(
    (options.connect ?? [...source.charter.targets.keys()]).map((id) => [
      id,
      startTarget(source.charter, roster, story, id, clock, options.faults),
    ]),
  )
  const known = rosterFacts(source.charter, roster, clock)
  const journal = await openJournal({ store, outside })
  const instance = createInstance({
    journal,
    store,
    outside,
    targets,
    sources: known.sources,
    sleep: () => Promise.resolve(),
  })
  const answer = await setUp(instance, {
    document: charterDocument(files),
    source,
    demo: true,
    name: 'test',
    operator: 'tester',
    administrator: { handle: story.administrator.person, role: story.administrator.role },
    founders: roster,
  })
  return {
    instance,
    source,
    story,
    targets,
    token: answer.token,
    stage: {
      tamper: (id, { kind, person, group }) => {
        const target = targets.get(id)
        const account = target?.state().accounts.find((one) => one.name === person)
        if (target === undefined || account === undefined) throw new Error(`no account \`${person}\` on ${id}`)
        target.alter({ id: account.id, ...(kind === 'add' ? { add: [{ group }] } : { remove: [group] }), by: 'somebody', logged: false })
        return Promise.resolve()
      },
      fact: (person, fact, value) => {
        known.set(person, fact, value)
        return Promise.resolve()
      },
      wait: (duration) => {
        time.now = addDuration(time.now, duration)
        return Promise.resolve()
      },
    },
    get now() {
      return time.now
    },
    set now(moment) {
      time.now = instant(moment)
    },
  }
}

/** What the roster says of people, told by the sources that the charter names, as fresh as can be, until somebody makes it otherwise. */
function rosterFacts(charter: Charter, roster: Roster, clock: { now(): Instant }) {
  const table = new Map(roster.people.map((person) => [person.handle, new Map<string, Json>(person.facts)]))
  const ids = [...new Set([...charter.facts.values()].map(({ source }) => source))]
  const sources = ids.map((id): FactSource => ({
    id,
    read: () => {
      const asOf = clock.now()
      const facts = [...table].flatMap(([about, values]) =>
        [...values].filter(([fact]) => charter.facts.get(fact)?.source === id).map(([fact, value]) => ({ fact, about, value, asOf })),
      )
      return Promise.resolve(
        facts.length === 0 ? { kind: 'unavailable', why: 'nothing is known there' } : { kind: 'complete', asOf, facts },
      )
    },
  }))
  const set = (person: string, fact: string, value: Json | null) => {
    const facts = table.get(person) ?? new Map<string, Json>()
    if (value === null) facts.delete(fact)
    else facts.set(fact, value)
    table.set(person, facts)
  }
  return { sources, set }
}

function startTarget(
  charter: Charter,
  roster: Roster,
  story: Story,
  id: string,
  clock: { now(): Instant },
  faults: (() => readonly FaultRule[]) | undefined,
): SimulatedTarget {
  const groups = [...(charter.groups.get(id) ?? [])].filter(([, group]) => isAssigned(group)).map(([name]) => name)
  const standing = standingBefore(charter, roster, story, id)
  const target = simulatedTarget({ id, clock, state: { groups }, ...(faults === undefined ? {} : { faults }) })
  const ids = new Map([...standing.keys()].map((name, index) => [name, String(index + 1)]))
  target.update((state) =>
    withAccounts(
      state,
      [...ids].map(([name, account]) => ({ id: account, name })),
    ),
  )
  for (const [name, held] of standing)
    if (held.size > 0)
      target.alter({
        id: ids.get(name) ?? '',
        add: [...held].map(([group, until]) => ({ group, ...(until === undefined ? {} : { until }) })),
        by: 'the past',
        logged: false,
      })
  return target
}
