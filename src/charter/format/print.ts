import { Document, isCollection, visit } from 'yaml'
import type { Charter } from '../model.ts'
import { charterPlain } from '../plain/charter.ts'
import { yamlStyle } from '../plain/style.ts'
import { WIDEST } from './layout.ts'
import { formatText } from './format.ts'

/** How many levels of a section stand as blocks of their own before braces begin. */
const OPEN_LEVELS: Readonly<Record<string, number>> = { targets: 2, rights: 2, groups: 2, roles: 2 }

/**
 * A charter in normal form as canonical YAML: what `parseCharter` reads back as an equal charter. What `defaults` supplied stands in
 * every role; there are no comments.
 */
export function printCharter(charter: Charter): string {
  const document = new Document(charterPlain(yamlStyle, charter), {
    version: '1.2',
    schema: 'core',
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  })
  for (const name of Object.keys(charterPlain(yamlStyle, charter))) {
    const section = document.get(name)
    if (isCollection(section)) inBraces(section, OPEN_LEVELS[name] ?? 1)
  }
  return formatText(document.toString({ indent: 2, lineWidth: WIDEST, flowCollectionPadding: true }))
}

/** Everything deeper than `levels` in braces; the formatter opens again what does not fit on a line. */
function inBraces(section: unknown, levels: number): void {
  visit(section as never, {
    Collection: (_, node, path) => {
      if (path.filter(isCollection).length >= levels) node.flow = true
    },
  })
}
