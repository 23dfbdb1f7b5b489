/** A test file that leaves something open would hold up the whole run: after ten minutes it ends as failed and says what was open. */
import { countLevel } from './counts.ts'

const patience = 10 * 60_000

function giveUp(): never {
  process.stderr.write(`still running after ${patience / 60_000} minutes; open: ${process.getActiveResourcesInfo().join(', ')}\n`)
  process.exit(1)
}

// The full counts may take as long as they need.
if (countLevel() !== 'deep') setTimeout(giveUp, patience).unref()
