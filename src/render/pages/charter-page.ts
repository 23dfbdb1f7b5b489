import type { Charter } from '../../charter/model.ts'
import { heading, paragraph, section, type Inline, type PageDocument } from './document.ts'
import type { PageNames } from './page-names.ts'
import { amendmentInWords } from './role-page.ts'

/** The entry to the pages of a charter: what it is, its offices, conditions, statements and promises. */
export function charterPage(charter: Charter, names: PageNames): PageDocument {
  const roles = [...charter.roles].map(([id, role]): readonly Inline[] => [
    { kind: 'page', page: names.role(id), text: role.title },
    `: ${role.purpose}`,
  ])
  return {
    title: names.charter,
    blocks: [
      paragraph({ kind: 'strong', text: charter.title }),
      ...(charter.text === undefined ? [] : [paragraph(charter.text)]),
      ...(charter.document === undefined ? [] : [paragraph('The policy in full: ', { kind: 'url', url: charter.document })]),
      {
        kind: 'list',
        items: [
          [{ kind: 'page', page: names.matrix, text: 'Which group has which right' }],
          [{ kind: 'page', page: names.holders, text: 'Who holds what' }],
        ],
      },
      ...section('Offices and roles', roles),
      ...section('Conditions', texts([...charter.conditions.values()])),
      ...section('Statements', texts([...charter.statements.values()])),
      ...section(
        'Classes of rights',
        [...charter.classes].map(([id, block]): readonly Inline[] => [{ kind: 'strong', text: id }, `: ${block.text}`]),
      ),
      ...section('What may not be combined', texts(charter.separation)),
      ...section('What these rules promise', texts(charter.promises)),
      heading('Changing the rules'),
      paragraph(amendmentInWords(charter)),
    ],
  }
}

function texts(blocks: readonly { readonly text: string }[]): readonly (readonly Inline[])[] {
  return blocks.map(({ text }): readonly Inline[] => [text])
}
