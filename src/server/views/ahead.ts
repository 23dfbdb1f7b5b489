import { targetTitle } from '../../charter/writ-target.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { State } from '../../ledger/state.ts'
import { lookAhead } from '../../workflow/look-ahead.ts'
import { pauseOfAll } from '../../workflow/pause.ts'
import type { AheadView, PauseView } from '../../web/pages/admin/ahead-view.ts'
import type { Writer } from '../serving.ts'

/** Asks the targets and says what is done within 24 hours: the documented shape of `tonight --json` too. Nothing is recorded. */
export function aheadView(write: Writer): Promise<AheadView> {
  return write(async (instance) => {
    const ahead = await lookAhead(instance)
    const { charter } = await instance.charters.inForce(instance.journal.state)
    return {
      from: formatInstant(ahead.from),
      until: formatInstant(ahead.until),
      paused: pauseView(instance.journal.state),
      duties: ahead.duties,
      targets: ahead.targets.map(({ id, problem, ...rest }) => ({
        target: { id, title: targetTitle(charter, id) },
        ...rest,
        problem: problem ?? null,
      })),
    }
  })
}

export function pauseView(state: State): PauseView | null {
  const pause = pauseOfAll(state)
  return pause === undefined ? null : { entry: pause.id, since: formatInstant(pause.at) }
}
