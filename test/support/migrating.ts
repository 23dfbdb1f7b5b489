/** A wiki on its way from one configuration to a charter, and the people who do their part of it. */
import { join } from 'node:path'
import { parseCharter } from '../../src/charter/parse.ts'
import { parseRoster, type Roster } from '../../src/charter/roster.ts'
import type { CharterFile, CharterSource } from '../../src/charter/source.ts'
import { systemOutside } from '../../src/config/outside.ts'
import { renderSettings } from '../../src/render/mediawiki/settings.ts'
import type { Target } from '../../src/reconcile/target.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import type { Caller } from '../../src/workflow/caller.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { createInstance, type Instance } from '../../src/workflow/instance.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { lookAtMigration, type MigrationView } from '../../src/workflow/look-at-migration.ts'
import { runMigration, type MigrateAnswer } from '../../src/workflow/run-migration.ts'
import { setUp } from '../../src/workflow/set-up.ts'
import { operator } from './hands.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Thrown where the process is to be gone. */
class Gone extends Error {}

/** Lets so many things happen, then the process is gone: before one of them, or right after it. */
class Fuse {
  left = Number.POSITIVE_INFINITY
  happened = 0
  afterwards = false

  set(left: number, afterwards: boolean): void {
    Object.assign(this, { left, afterwards, happened: 0 })
  }

  async burn<T>(thing: () => Promise<T>): Promise<T> {
    if (this.left <= 0 && !this.afterwards) throw new Gone()
    this.left -= 1
    this.happened += 1
    const result = await thing()
    if (this.left < 0) throw new Gone()
    return result
  }
}

export interface MigratingOptions {
  readonly files: readonly CharterFile[]
  /** YAML. */
  readonly roster: string
  readonly administrator: { readonly handle: string; readonly role: string }
  readonly target: Target
}

export interface Migrating extends AsyncDisposable {
  readonly source: CharterSource
  readonly instance: Instance
  readonly fuse: Fuse
  /** The process is gone and another one is there. */
  restart(): Promise<void>
  look(dropped?: readonly string[]): Promise<MigrationView>
  /** Until it ends or the fuse has burnt; undefined = burnt. */
  run(dropped?: readonly string[]): Promise<MigrateAnswer | undefined>
  as(handle: string): Caller
  /** The settings that the people of this wiki are to load now. */
  settings(phase: 'moving' | 'final', view: MigrationView): string
}

/** A data folder set up for the charter, whose target is the one given. */
export async function migrating(options: MigratingOptions): Promise<Migrating> {
  const parsed = parseCharter(options.files)
  if (!parsed.ok) throw new Error(parsed.error[0]?.message)
  const source = parsed.value
  const roster = parseRoster(options.roster, source.charter)
  if (!roster.ok) throw new Error(roster.error[0]?.message)
  const folder = temporaryFolder()
  const outside = systemOutside()
  const fuse = new Fuse()
  const burning: Target = { ...options.target, apply: (...call) => fuse.burn(() => options.target.apply(...call)) }
  let opened = await open()
  await found(roster.value)
  let runs = 0

  async function open() {
    const store = openSqliteStore(join(folder.path, 'writ.sqlite'))
    const journal = await openJournal({ store, outside })
    const sleep = () => Promise.resolve()
    const targets = new Map([[options.target.id, burning]])
    const whole = createInstance({ journal, store, outside, targets, sources: [], sleep })
    const command: typeof journal.command = (...call) => fuse.burn(() => journal.command(...call))
    const burningJournal = new Proxy(journal, { get: (of, name) => (name === 'command' ? command : Reflect.get(of, name, of)) })
    return { store, journal, whole, instance: { ...whole, journal: burningJournal } }
  }

  async function found(founders: Roster): Promise<void> {
    const document = charterDocument(options.files)
    await setUp(opened.whole, {
      document,
      source,
      demo: true,
      name: 'migrating',
      operator: 'tester',
      administrator: options.administrator,
      founders,
    })
  }

  const close = async () => {
    await opened.journal.close()
    await opened.store.close()
  }

  return {
    source,
    get instance() {
      return opened.whole
    },
    fuse,
    restart: async () => {
      await close()
      fuse.set(Number.POSITIVE_INFINITY, false)
      opened = await open()
    },
    look: async (dropped = []) => {
      const view = await lookAtMigration(opened.whole, options.target.id, new Set(dropped))
      if (!view.ok) throw new Error(view.error.message)
      return view.value
    },
    run: async (dropped = []) => {
      runs += 1
      try {
        const answer = await runMigration(opened.instance, {
          key: `run ${runs}`,
          caller: operator,
          target: options.target.id,
          dropped: new Set(dropped),
          url: 'https://writ.example',
        })
        if (!answer.ok) throw new Error(answer.error.message)
        return answer.value
      } catch (error) {
        if (error instanceof Gone) return undefined
        throw error
      }
    },
    as(handle) {
      const subject = opened.journal.state.personByHandle(handle)?.subject
      if (subject === undefined) throw new Error(`nobody is called ${handle}`)
      return { actor: { kind: 'person', subject, stepUp: 'demo' }, channel: 'cli' }
    },
    settings(phase, view) {
      const rendered = renderSettings(source.charter, options.target.id, {
        hash: 'test',
        ...(phase === 'moving' ? { abolition: 'keep', sweep: view.strays } : {}),
      })
      if (!rendered.ok) throw new Error(rendered.error[0]?.message)
      return rendered.value.text
    },
    async [Symbol.asyncDispose]() {
      await close()
      folder[Symbol.dispose]()
    },
  }
}
