import { formatInstant, instant, type Instant } from '../../kernel/instant.ts'
import type { HomeView, PromiseView } from '../../web/view.ts'
import type { Scene } from '../scene.ts'
import { lastChanges } from './log.ts'

const RECENT = 10

export async function homeView(scene: Scene, promises: readonly PromiseView[]): Promise<HomeView> {
  const { charter, state, now } = scene
  const holders = new Set<string>()
  for (const grant of state.runningGrants()) holders.add(grant.subject)
  let drift = 0
  for (const target of charter.targets.keys()) drift += [...state.openDrift(target)].length
  return {
    about: charter.text,
    document: charter.document,
    counts: { people: holders.size, roles: charter.roles.size, grants: state.grantCount(), drift },
    promises,
    recent: await lastChanges(scene, RECENT),
    lastMonth: monthBefore(now),
  }
}

function monthBefore(now: Instant): HomeView['lastMonth'] {
  const [year, month] = [new Date(now).getUTCFullYear(), new Date(now).getUTCMonth()]
  const day = (milliseconds: number) => formatInstant(instant(milliseconds)).slice(0, 10)
  return { from: day(Date.UTC(year, month - 1, 1)), until: day(Date.UTC(year, month, 0)) }
}
