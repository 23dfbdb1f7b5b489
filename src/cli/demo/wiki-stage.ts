import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isAssigned } from '../../charter/members.ts'
import type { Charter, Id } from '../../charter/model.ts'
import { endOfDay } from '../../kernel/day.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Roster } from '../../charter/roster.ts'
import { renderSettings } from '../../render/mediawiki/settings.ts'
import { localWikiAvailable, startLocalWiki } from '../../targets/mediawiki/local-wiki.ts'
import { fileShelf } from '../../targets/shelf.ts'
import { simulatedTarget, withAccounts } from '../../targets/simulated/simulated-target.ts'
import type { Stage } from '../../workflow/play-story.ts'
import type { Story } from '../../workflow/story-file.ts'
import { setTimeout } from 'node:timers/promises'
import { systemOutside } from '../../config/outside.ts'
import { addDuration, type Duration } from '../../kernel/duration.ts'
import type { Clock } from '../../workflow/ports.ts'

/** A target that the demonstration may change behind Writ's back, with the settings that connect it. */
export interface DemoTarget {
  readonly what: string
  readonly settings: Readonly<Record<string, string>>
  readonly stage: Stage
  stop(): Promise<void>
}

/** All targets of a demonstration. */
export interface DemoStage {
  readonly targets: ReadonlyMap<Id, DemoTarget>
  readonly hands: Stage
  stop(): Promise<void>
}

/** Starts the targets one after the other; where one cannot be started the others are stopped again. */
export async function openStage(ids: readonly Id[], start: (id: Id) => Promise<DemoTarget>): Promise<DemoStage> {
  const targets = new Map<Id, DemoTarget>()
  const stop = async () => {
    for (const target of targets.values()) await target.stop()
  }
  try {
    for (const id of ids) targets.set(id, await start(id))
  } catch (error) {
    await stop()
    throw error
  }
  const [first] = targets.values()
  return {
    targets,
    hands: {
      tamper: async (target, change) => {
        const found = targets.get(target)
        if (found === undefined) throw new Error(`\`${target}\` is no target of this story`)
        await found.stage.tamper(target, change)
      },
      // time is one for all of them
      wait: async (duration) => first?.stage.wait(duration),
    },
    stop,
  }
}

/** A clock that stands still but for the waits of a story. */
export interface DemoTime {
  readonly clock: Clock
  pass(duration: Duration): void
}

/** Time as data, from a moment on. */
export function demoTime(begins: Instant): DemoTime {
  let now = begins
  return {
    clock: { now: () => now },
    pass: (duration) => {
      now = addDuration(now, duration)
    },
  }
}

/** Account name -> group -> end; undefined = unlimited. */
export type Standing = ReadonlyMap<string, ReadonlyMap<string, Instant | undefined>>

/** What stands on the target before Writ comes: the accounts of the roster with the groups of their roles, and the story's own. */
export function standingBefore(charter: Charter, roster: Roster, story: Story, target: Id): Standing {
  const standing = new Map<string, Map<string, Instant | undefined>>()
  for (const person of roster.people) {
    for (const account of person.accounts.filter((one) => one.target === target)) {
      const groups = person.roles.flatMap(({ role, until }) => {
        const block = charter.roles.get(role)
        const suits =
          block !== undefined && block.activation === undefined && (block.account === 'any' || block.account.includes(account.kind))
        const end = until === undefined ? undefined : endOfDay(until)
        return suits ? (block.gives.get(target) ?? []).map((group) => [group, end] as const) : []
      })
      standing.set(account.name, new Map(groups))
    }
  }
  for (const [name, groups] of Object.entries(story.before[target] ?? {}))
    standing.set(name, new Map(groups.map((group) => [group, undefined])))
  return standing
}

/** A real MediaWiki where the target is one and the system's package is installed, else a simulated one that says so. */
export async function startDemoTarget(
  folder: string,
  charter: Charter,
  target: Id,
  standing: Standing,
  simulated: boolean,
  time?: DemoTime,
): Promise<DemoTarget> {
  const isWiki = charter.targets.get(target)?.connector === 'mediawiki'
  return isWiki && !simulated && time === undefined && localWikiAvailable()
    ? startWiki(folder, charter, target, standing)
    : startSimulated(folder, charter, target, standing, simulated, time)
}

/** Where the wiki of a demonstration stays between two starts. */
export function keptWiki(folder: string, target: Id): string {
  return resolve(folder, `${target}.mediawiki`)
}

async function startWiki(folder: string, charter: Charter, target: Id, standing: Standing): Promise<DemoTarget> {
  const rendered = renderSettings(charter, target, { hash: 'demo' })
  if (!rendered.ok) throw new Error(`the charter cannot be rendered: ${rendered.error[0]?.message ?? ''}`)
  const wiki = await startLocalWiki({ folder: keptWiki(folder, target) })
  await wiki.writeSettings(rendered.value.text)
  const ids = await wiki.seed([...standing].map(([name, groups]) => ({ name, groups: Object.fromEntries(groups) })))
  const credentials = resolve(folder, `${target}.credentials.json`)
  await writeFile(credentials, JSON.stringify(wiki.connector), { mode: 0o600 })
  return {
    what: `a real MediaWiki on ${wiki.url}, which runs as long as this does`,
    settings: { api: wiki.apiUrl, credentials },
    stage: {
      tamper: (_target, { kind, person, group }) => {
        const id = ids.get(person)
        if (id === undefined) throw new Error(`the wiki has no account \`${person}\``)
        if (kind === 'add') wiki.sql('INSERT INTO user_groups (ug_user, ug_group) VALUES (?, ?)', id, group)
        else wiki.sql('DELETE FROM user_groups WHERE ug_user = ? AND ug_group = ?', id, group)
        return Promise.resolve()
      },
      wait: () => Promise.reject(new Error('time cannot be made to pass on a real wiki')),
    },
    stop: () => wiki.stop(),
  }
}

function startSimulated(
  folder: string,
  charter: Charter,
  target: Id,
  standing: Standing,
  asked: boolean,
  time: DemoTime | undefined,
): Promise<DemoTarget> {
  const file = resolve(folder, `${target}.json`)
  const clock = time?.clock ?? systemOutside().clock
  const groups = [...(charter.groups.get(target) ?? [])].filter(([, group]) => isAssigned(group)).map(([name]) => name)
  const simulated = simulatedTarget({
    id: target,
    clock,
    shelf: fileShelf(file),
    state: { groups },
    sleep: (milliseconds) => setTimeout(milliseconds),
  })
  const ids = new Map([...standing.keys()].map((name, index) => [name, String(index + 1)]))
  simulated.update((state) =>
    withAccounts(
      state,
      [...ids].map(([name, id]) => ({ id, name })),
    ),
  )
  for (const [name, held] of standing)
    if (held.size > 0)
      simulated.alter({
        id: ids.get(name) ?? '',
        add: [...held].map(([group, until]) => ({ group, ...(until === undefined ? {} : { until }) })),
        by: 'the past',
        logged: false,
      })
  return Promise.resolve({
    what:
      charter.targets.get(target)?.connector !== 'mediawiki'
        ? 'a simulated system'
        : asked || time !== undefined
          ? 'a simulated wiki'
          : 'a simulated wiki (Debian’s packages mediawiki, php-cli and php-sqlite3 would make it a real one)',
    settings: { connector: 'simulated', file },
    stage: {
      tamper: (_target, { kind, person, group }) => {
        simulated.alter({
          id: ids.get(person) ?? '',
          ...(kind === 'add' ? { add: [{ group }] } : { remove: [group] }),
          by: 'somebody',
          logged: false,
        })
        return Promise.resolve()
      },
      wait: (duration) =>
        time === undefined ? Promise.reject(new Error('time cannot be made to pass here')) : Promise.resolve(time.pass(duration)),
    },
    stop: () => Promise.resolve(),
  })
}
