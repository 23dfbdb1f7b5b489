import { terminalText } from '../render/terminal.ts'
import { sizeText, type Comparison, type Design, type RogueRow } from '../safety/compare.ts'

/** The stable shape of `writ compare --json`; docs/spec/cli.md describes it. */
export function comparisonJson({ actsPerHour, absent, assumed, designs }: Comparison): object {
  return {
    actsPerHour,
    absent,
    assumed: assumed ?? null,
    designs: designs.map((design) => ({
      ...design,
      holdersNeeded: design.holdersNeeded ?? null,
      peopleNeeded: design.peopleNeeded ?? null,
      suits: sizeText(design),
      scenes: design.scenes.map((scene) => ({
        ...scene,
        without: scene.without ?? null,
        rows: scene.rows.map((row) => ({ ...row, together: row.together ?? null })),
      })),
    })),
  }
}

/** The designs one after the other, each with what it comes to, then one line a rogue. */
export function comparisonText(comparison: Comparison): string {
  const lines = comparison.designs.flatMap(designLines)
  lines.push(`rate where the charter sets none: ${comparison.actsPerHour} acts an hour`)
  if (comparison.absent.length > 0) lines.push(`away throughout: ${comparison.absent.map((one) => terminalText(one)).join(', ')}`)
  if (comparison.assumed !== undefined) lines.push(`assumed: ${comparison.assumed}`)
  return `${lines.join('\n')}\n`
}

function designLines(design: Design): readonly string[] {
  const bound = design.proof === 'exact' ? '' : 'at least '
  return [
    terminalText(design.title),
    `  rogue accounts that can be undone: ${bound}${design.resistance}`,
    `  suits: ${sizeText(design)}`,
    ...design.scenes.flatMap(({ without, rows, worst }) => [
      `  ${without === undefined ? 'everybody there' : `no ${without} there`}: worst is ${worst.verdict} (${worst.roles.join(', ')})`,
      ...rows.filter(({ verdict }) => verdict !== 'harmless').map((row) => `    ${rowText(row)}`),
    ]),
  ]
}

/** One rogue in a sentence, for text and page alike. */
export function rowText(row: RogueRow): string {
  const { role, verdict, atOnce, later, strips, promotedPerHour, actsPerHour } = row
  const takes = strips.length === 0 ? 'takes nothing' : `takes ${strips.join(', ')}`
  const waits = later.length === 0 ? '' : `, later ${later.join(', ')}`
  const gives =
    atOnce.length + later.length === 0 ? 'gains nothing' : `gains ${atOnce.length === 0 ? 'nothing at once' : atOnce.join(', ')}${waits}`
  return `${role}: ${verdict}; ${gives}; ${takes}; ${count(promotedPerHour)} accounts promoted and ${count(actsPerHour)} acts in an hour; ${reactionText(row)}`
}

export function reactionText({ firstReaction, together }: RogueRow): string {
  if (firstReaction > 0) return `first reaction by any of ${firstReaction} present ${firstReaction === 1 ? 'person' : 'people'}`
  return together === undefined ? 'nobody inside can undo it' : `${together} together can undo it`
}

function count(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1)
}
