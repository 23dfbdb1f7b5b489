import { addDuration, type Duration } from '../../kernel/duration.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { effectiveMode } from '../../reconcile/modes.ts'
import { pauseOfAll } from '../../workflow/pause.ts'
import type { SiteView } from '../../web/view.ts'
import type { Scene } from '../scene.ts'

/** What every page says: whose rights these are, by which charter, how fresh. */
export function siteView({ state, charter, revision, now }: Scene): SiteView {
  const pause = pauseOfAll(state)
  return {
    title: charter.title,
    demo: state.demo,
    charter: { revision: revision.number, hash: revision.hash, from: formatInstant(revision.from) },
    targets: [...charter.targets].map(([id, block]) => {
      const { observedAt } = state.targetState(id)
      return {
        id,
        title: block.title ?? id,
        mode: effectiveMode(charter, state, id),
        checked: observedAt === undefined ? undefined : formatInstant(observedAt),
        stale: observedAt !== undefined && isStale(observedAt, block.sync, now),
      }
    }),
    paused: pause === undefined ? undefined : formatInstant(pause.at),
    now: formatInstant(now),
  }
}

const USUAL_SYNC: Duration = { count: 1, unit: 'day' }

/** Two comparisons were missed. */
function isStale(checked: Instant, sync: Duration | undefined, now: Instant): boolean {
  const interval = sync ?? USUAL_SYNC
  return addDuration(addDuration(checked, interval), interval) < now
}
