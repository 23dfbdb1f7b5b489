import { LineCounter, parseDocument, type Document } from 'yaml'
import { canonicalJson, type Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Finding } from '../finding.ts'
import { problem } from '../problem.ts'
import { sections } from '../schema/charter.ts'
import type { CharterFile } from '../source.ts'
import { readYaml } from '../yaml/read.ts'
import { plain } from '../yaml/tree.ts'
import { WIDEST, breakLongLines, orderSections, plainScalars, tightLists } from './layout.ts'

const READING = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const

/**
 * The canonical text of one charter file, as `writ fmt` prints it: sections in the grammar's order, two spaces of indentation, no line over
 * 140 columns where a block can be broken, texts in braces quoted, quotes elsewhere only where they are needed; comments stay with what they
 * comment. Says the same as before and formatting it again changes nothing. Fails on a file that cannot be read; unknown keys are kept.
 */
export function formatCharter(file: CharterFile): Result<string, readonly Finding[]> {
  const read = readYaml(file)
  if (read.tree === undefined || read.findings.length > 0) return err(read.findings)
  const formatted = formatText(file.text)
  const again = readYaml({ name: file.name, text: formatted })
  if (again.tree !== undefined && again.findings.length === 0 && meaning(plain(again.tree)) === meaning(plain(read.tree)))
    return ok(formatted)
  const place = { file: file.name, line: 1, column: 1 }
  return err([problem('charter/not-formatted', place, 'the file cannot be formatted without changing what it says', 'format it by hand')])
}

function meaning(value: unknown): string {
  return canonicalJson(value as Json)
}

/** Formats readable YAML. Repeats until nothing moves: a block that was broken may be quoted differently. */
export function formatText(text: string): string {
  let before = text
  for (let round = 0; round < 100; round += 1) {
    const after = formatOnce(before, round === 0)
    if (after === before) break
    before = after
  }
  return tightLists(before, parseDocument(before, READING))
}

function formatOnce(text: string, first: boolean): string {
  const lines = new LineCounter()
  const document = parseDocument(text, { ...READING, lineCounter: lines })
  // what the printer itself made unreadable cannot be formatted: whoever asked finds that by reading it again
  if (document.errors.length > 0) return text
  orderSections(document, sections)
  if (!first) breakLongLines(document, lines)
  plainScalars(document)
  return print(document)
}

/** How the package writes what we read: 1.1 readers are kept in mind, so that words and dates they would misread stay quoted. */
function print(document: Document.Parsed): string {
  document.setSchema('1.2', { schema: 'core', compat: 'yaml-1.1' })
  return document.toString({ indent: 2, lineWidth: WIDEST, flowCollectionPadding: true, singleQuote: false })
}
