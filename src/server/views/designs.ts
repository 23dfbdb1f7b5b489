import type { Charter } from '../../charter/model.ts'
import { compareDesigns, type Comparison } from '../../safety/compare.ts'
import { CharterUnreadableError, type CharterReader } from '../../workflow/charter-document.ts'
import type { Scene } from '../scene.ts'
import { publicRoster } from './promises.ts'

/** Acts of one account in an hour where a charter sets no limit: one a second. */
const ACTS_PER_HOUR = 3600
/** So many proposed charters are compared, the newest first. */
const MOST_PROPOSED = 3

/** The charter in force and those open for feedback, for the same holders: people only where all of that is public, and told by roles alone. */
export async function designsView(scene: Scene, charters: CharterReader): Promise<Comparison> {
  const open = [...scene.state.charterProposals()].filter(({ status }) => status === 'open').toReversed()
  const proposed: Charter[] = []
  for (const { id, hash } of open.slice(0, MOST_PROPOSED)) {
    const charter = await readable(charters, hash)
    if (charter !== undefined) proposed.push({ ...charter, title: `${charter.title}, as proposed in entry ${id}` })
  }
  return compareDesigns([scene.charter, ...proposed], publicRoster(scene), { actsPerHour: ACTS_PER_HOUR, absent: [] })
}

async function readable(charters: CharterReader, hash: string): Promise<Charter | undefined> {
  try {
    return (await charters.read(hash)).charter
  } catch (error) {
    if (error instanceof CharterUnreadableError) return undefined
    throw error
  }
}
