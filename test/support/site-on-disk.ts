/** The small site with its ledger and its simulated wiki in a folder, as several processes after one another use it. */
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseCharter } from '../../src/charter/parse.ts'
import { systemOutside } from '../../src/config/outside.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { fileShelf } from '../../src/targets/shelf.ts'
import type { FaultRule } from '../../src/targets/simulated/faults.ts'
import { simulatedTarget, type SimulatedTarget } from '../../src/targets/simulated/simulated-target.ts'
import type { SimulatedState } from '../../src/targets/simulated/state.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { createInstance, type Instance } from '../../src/workflow/instance.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { setUp } from '../../src/workflow/set-up.ts'
import { smallSiteCharter, smallSiteRoster, standingWith, type SmallCharter } from './small-site.ts'

export interface SiteOnDisk extends AsyncDisposable {
  readonly instance: Instance
  readonly target: SimulatedTarget
}

/** Groups no charter knows: whoever is in them stays there. */
export const looseGroup = 'loose'

/** What the wiki holds before Writ comes: stewards, five helpers, one of them and one stranger in a group of nobody’s concern. */
export function firstWiki(): SimulatedState {
  const standing = { ...standingWith(5), 'A Stranger': [looseGroup], 'Holder 001': ['helper', looseGroup] }
  const accounts = Object.entries(standing).map(([name, groups], index) => ({
    id: String(index + 1),
    name,
    locked: false,
    memberships: groups.map((group) => ({ group })),
  }))
  return { groups: ['steward', 'helper', 'scribe', 'judge', looseGroup], accounts, log: [] }
}

/** Opens the folder; `faults` happen on the wiki. The first process to come finds the wiki as `firstWiki` says. */
export async function openSiteOnDisk(folder: string, faults: readonly FaultRule[] = []): Promise<SiteOnDisk> {
  const outside = systemOutside()
  const store = openSqliteStore(join(folder, 'writ.sqlite'))
  const journal = await openJournal({ store, outside, snapshots: { every: 20, onClose: 1 } })
  const sleep = (milliseconds: number) => setTimeout(milliseconds)
  const shelf = fileShelf(join(folder, 'wiki.json'))
  const target = simulatedTarget({ id: 'wiki', clock: outside.clock, shelf, state: firstWiki(), faults, sleep })
  const targets = new Map([['wiki', target]])
  const instance = createInstance({ journal, store, outside, targets, sources: [], sleep })
  return {
    instance,
    target,
    async [Symbol.asyncDispose]() {
      await journal.close()
      await store.close()
    },
  }
}

/** Writes the first entries, unless they are there. */
export async function setUpOnDisk(instance: Instance, options: SmallCharter = {}): Promise<void> {
  if (instance.journal.size > 0) return
  const files = [{ name: 'charter.yaml', text: smallSiteCharter({ guards: 'people: 50, share: 100', ...options }) }]
  const source = parseCharter(files)
  if (!source.ok) throw new Error(source.error[0]?.message)
  await setUp(instance, {
    document: charterDocument(files),
    source: source.value,
    demo: true,
    name: 'killed',
    operator: 'tester',
    administrator: { handle: 'ash', role: 'steward' },
    founders: smallSiteRoster(),
  })
}
