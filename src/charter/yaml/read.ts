import { LineCounter, parseDocument, type Document, type YAMLError } from 'yaml'
import type { Finding, Place } from '../finding.ts'
import { problem, quoted } from '../problem.ts'
import type { CharterFile } from '../source.ts'
import { convert } from './convert.ts'
import type { Tree } from './tree.ts'

const LARGEST = 4_000_000

export interface ReadFile {
  /** undefined if nothing of the file can be read. */
  readonly tree: Tree | undefined
  readonly findings: readonly Finding[]
}

/**
 * Reads one file as YAML 1.2 core into our tree, with every refusal of the language below the grammar: aliases, anchors, tags, merge keys,
 * doubled names, text that lost its tail to a comma. Never throws.
 */
export function readYaml(file: CharterFile): ReadFile {
  const start: Place = { file: file.name, line: 1, column: 1 }
  if (file.text.length > LARGEST)
    return failed(
      problem(
        'charter/too-large',
        start,
        `the file has ${file.text.length} characters; ${LARGEST} are allowed`,
        'split the charter into several files of one folder',
      ),
    )
  const lines = new LineCounter()
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file: file.name, line: Math.max(1, line), column: Math.max(1, col) }
  }
  let document = parse(file.text, lines)
  // `*:` reads as an alias and breaks the lines after it: report it, then read on as if the asterisk were a plain name.
  const asterisks = document === undefined ? [] : bareAsterisks(document, file.text)
  if (asterisks.length > 0) document = parse(withoutAsterisks(file.text, asterisks))
  if (document === undefined)
    return failed(
      problem(
        'charter/too-deep',
        start,
        'the file cannot be read: it is nested too deeply',
        'write the charter in the few levels that the grammar has',
      ),
    )
  const conversion = convert(document, placeOf, new Set(asterisks))
  const syntax = document.errors
    .filter((error) => !conversion.aliasAt.has(error.pos[0]))
    .slice(0, 50)
    .map((error) => syntaxProblem(error, placeOf(error.pos[0]), file.text))
  const stars = asterisks.map((offset) =>
    problem('charter/unquoted-asterisk', placeOf(offset), 'an asterisk without quotes is an alias in YAML', 'quote the asterisk: `"*"`'),
  )
  const findings = [...stars, ...worthSaying(syntax), ...directives(document, start), ...conversion.findings]
  if (syntax.length > 0) return { tree: undefined, findings }
  if (conversion.tree === undefined)
    return {
      tree: undefined,
      findings: [...findings, problem('charter/empty-file', start, 'the file is empty', 'write `writ: 1` and the sections of the charter')],
    }
  return { tree: conversion.tree, findings }
}

function failed(finding: Finding): ReadFile {
  return { tree: undefined, findings: [finding] }
}

function parse(text: string, lineCounter?: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
      ...(lineCounter === undefined ? {} : { lineCounter }),
    })
  } catch {
    // the package's own stack limit on hostile nesting
    return undefined
  }
}

function bareAsterisks(document: Document.Parsed, text: string): number[] {
  return document.warnings
    .filter((warning) => warning.code === 'BAD_ALIAS')
    .map((warning) => text.lastIndexOf('*', warning.pos[0]))
    .filter((offset) => offset >= 0 && text[offset + 1] === ':')
}

function withoutAsterisks(text: string, offsets: readonly number[]): string {
  const characters = [...offsets].toSorted((left, right) => left - right)
  let result = ''
  let from = 0
  for (const offset of characters) {
    result += `${text.slice(from, offset)}A`
    from = offset + 1
  }
  return result + text.slice(from)
}

/**
 * One wrong character makes the parser stumble on for lines. What is understood hides what is merely unreadable, a tab hides all else, and
 * a line is reported once.
 */
function worthSaying(findings: readonly Finding[]): Finding[] {
  const tabs = findings.filter((one) => one.code === 'charter/tab-indent')
  const understood = findings.filter((one) => one.code !== 'charter/yaml-syntax')
  const kept = tabs.length > 0 ? tabs : understood.length > 0 ? understood : findings
  return kept.filter((one, index) => kept.findIndex((other) => other.line === one.line) === index)
}

function directives(document: Document.Parsed, start: Place): Finding[] {
  const tags = Object.keys(document.directives.tags).some((handle) => handle !== '!!')
  if (document.directives.yaml.explicit !== true && !tags) return []
  return [problem('charter/directive', start, 'a charter has no YAML directives', 'remove the lines that start with `%`')]
}

function syntaxProblem(error: YAMLError, place: Place, text: string): Finding {
  const offending = /^[^\n]*/.exec(text.slice(error.pos[0], error.pos[0] + 200))?.[0] ?? ''
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return problem('charter/tab-indent', place, 'a tab stands where the indentation is', 'indent with spaces')
    case 'MULTIPLE_DOCS':
      return problem(
        'charter/several-documents',
        place,
        'the file holds several documents',
        'write one charter a file, without `---` between parts',
      )
    case 'RESOURCE_EXHAUSTION':
      return problem('charter/too-deep', place, 'the file is nested too deeply', 'write the charter in the few levels that the grammar has')
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return problem('charter/unquoted-colon', place, `${quoted(offending)} holds a colon followed by a space`, 'quote the text')
    case 'BAD_SCALAR_START':
      return problem('charter/yaml-syntax', place, `${quoted(offending)} begins with a character that YAML reserves`, 'quote the text')
    default:
      return problem(
        'charter/yaml-syntax',
        place,
        `${quoted(offending)} is not readable here: ${error.message.split('\n')[0]?.toLowerCase() ?? ''}`,
        'check quotes, brackets and indentation around here',
      )
  }
}
