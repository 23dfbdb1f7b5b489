import { matrixOf, type Cell } from '../../charter/matrix.ts'
import type { Charter, Id, RightBlock } from '../../charter/model.ts'
import { cell, code, joined, paragraph, type Inline, type PageCell, type PageDocument, type Tone } from './document.ts'
import type { PageNames } from './page-names.ts'

const TONES: Readonly<Record<Cell, Tone>> = { direct: 'yes', inherited: 'inherited', revoked: 'revoked' }
const WORDS: Readonly<Record<Cell, string>> = { direct: 'yes', inherited: 'inherited', revoked: 'taken' }

/** Who has which right on a target, each right with what it does and the reason for who has it. */
export function matrixPage(charter: Charter, target: Id, names: PageNames): PageDocument {
  const matrix = matrixOf(charter, target)
  const groups = charter.groups.get(target)
  const shown = matrix.groups.filter((name) => groups?.get(name)?.abolished === undefined)
  const blocks = charter.rights.get(target)
  const classed = matrix.rights.some((right) => blocks?.get(right)?.class !== undefined)
  const rows = matrix.rights.map((right): readonly PageCell[] => {
    const block = blocks?.get(right)
    const cells = shown.map((group) => {
      const held = matrix.cells.get(right)?.get(group)
      return held === undefined ? cell() : { text: [WORDS[held]], tone: TONES[held] }
    })
    return [{ text: [code(right)], head: true }, cell(...explained(block)), ...(classed ? [cell(block?.class ?? '')] : []), ...cells]
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
        head: [
          'Right',
          'What it does, and why who has it',
          ...(classed ? ['Class'] : []),
          ...shown.map((name) => groups?.get(name)?.title ?? name),
        ],
        upright: classed ? 3 : 2,
        rows,
      },
    ],
  }
}

/** What a right does, and the reasons. */
function explained(block: RightBlock | undefined): readonly Inline[] {
  const provider = block?.providedBy
  const sentences = [
    ...(block === undefined ? [] : [block.text.replace(/\.?$/, '.')]),
    ...(block?.why === undefined ? [] : [block.why]),
    ...(block?.assigned === false ? ['Deliberately nobody’s.'] : []),
    ...(provider === undefined ? [] : [`From ${provider}.`]),
  ]
  return joined(sentences, ' ')
}
