import { matrixOf, type Cell } from '../../charter/matrix.ts'
import type { Charter, Id } from '../../charter/model.ts'
import { cell, code, joined, paragraph, type Inline, type PageCell, type PageDocument, type Tone } from './document.ts'
import type { PageNames } from './page-names.ts'

const TONES: Readonly<Record<Cell, Tone>> = { direct: 'yes', inherited: 'inherited', revoked: 'revoked' }
const WORDS: Readonly<Record<Cell, string>> = { direct: 'yes', inherited: 'inherited', revoked: 'taken' }

/** Who has which right on a target, each right with what it does and the reason for who has it. */
export function matrixPage(charter: Charter, target: Id, names: PageNames): PageDocument {
  const matrix = matrixOf(charter, target)
  const groups = charter.groups.get(target)
  const shown = matrix.groups.filter((name) => groups?.get(name)?.abolished === undefined)
  const rows = matrix.rights.map((right): readonly PageCell[] => {
    const block = charter.rights.get(target)?.get(right)
    const remarks: Inline[] = [
      ...(block?.why === undefined ? [] : [block.why]),
      ...(block?.assigned === false ? ['Deliberately nobody’s.'] : []),
      ...(block?.providedBy === undefined ? [] : [`From ${block.providedBy}.`]),
    ]
    const cells = shown.map((group) => {
      const held = matrix.cells.get(right)?.get(group)
      return held === undefined ? cell() : { text: [WORDS[held]], tone: TONES[held] }
    })
    return [
      { text: [code(right)], head: true },
      cell(block?.text ?? ''),
      cell(...joined(remarks, ' ')),
      ...(block?.class === undefined ? [cell()] : [cell(block.class)]),
      ...cells,
    ]
  })
  const title = charter.targets.get(target)?.title ?? target
  return {
    title: names.matrix,
    blocks: [
      paragraph(
        `Which group has which right on ${title}, and why. “inherited”: by way of another group it includes; “taken”: its members lose the right, whatever else they hold. The rules are those of `,
        { kind: 'page', page: names.charter, text: charter.title },
        '.',
      ),
      {
        kind: 'table',
        caption: `Rights on ${title}`,
        head: ['Right', 'What it does', 'Why', 'Class', ...shown.map((name) => groups?.get(name)?.title ?? name)],
        rows,
      },
    ],
  }
}
