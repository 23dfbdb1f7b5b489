import { diffCharters } from '../../charter/diff.ts'
import type { CharterSource } from '../../charter/source.ts'
import { judgeChange, type Resistance } from '../../safety/change.ts'
import type { CharterComparison } from '../../web/pages/member/duties-view.ts'
import type { Scene } from '../scene.ts'
import { lineOf } from './place.ts'
import { publicRoster } from './promises.ts'

/**
 * What a charter changes of another, and what that does to who could seize control: told by roles alone where it is not public who holds them.
 * `inForce`: the second is the one in force, so that places in it can be linked.
 */
export function compareCharters(scene: Scene, was: CharterSource, is: CharterSource, inForce: boolean): CharterComparison {
  const changes = diffCharters(was.charter, is.charter)
  const roster = publicRoster(scene)
  const judgement = judgeChange(was, is, roster)
  const title = (role: string) => is.charter.roles.get(role)?.title ?? was.charter.roles.get(role)?.title ?? role
  return {
    clauses: changes.flatMap((change) =>
      change.kind === 'cell'
        ? []
        : [
            {
              clause: change.clause,
              summary: change.summary,
              line: inForce && change.kind !== 'removed' ? lineOf(scene.source, change.clause) : undefined,
            },
          ],
    ),
    cells: changes.flatMap((change) =>
      change.kind === 'cell'
        ? [{ target: change.target, group: change.group, right: change.right, before: change.before, after: change.after }]
        : [],
    ),
    verdicts: judgement.verdicts.map(({ role, layer, before, after }) => ({
      role: title(role),
      technical: layer === 'technical',
      before,
      after,
    })),
    promises: judgement.promises.map(({ text, before, after }) => ({ text, before, after })),
    people: judgement.people.map(({ who, gains, loses }) => ({ who: roster === undefined ? title(who) : who, gains, loses })),
    byRole: roster === undefined,
    findings: judgement.findings.map(({ text }) => text),
    refused: judgement.refused,
    resistance: { before: resistanceOf(judgement.resistance.before), after: resistanceOf(judgement.resistance.after) },
    assumed: judgement.assumed ?? null,
  }
}

function resistanceOf({ value, proof }: Resistance) {
  return { value, isExact: proof === 'exact' }
}
