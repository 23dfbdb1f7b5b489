import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Charter, Id } from '../charter/model.ts'
import { importXml } from '../render/mediawiki/import-xml.ts'
import { messagePages, type WikiPage } from '../render/mediawiki/messages.ts'
import type { PageDocument } from '../render/pages/document.ts'
import type { HolderRow } from '../render/pages/holders-page.ts'
import { pageHtml } from '../render/pages/page-html.ts'
import { DEFAULT_PREFIX, isLegalTitle, pageNames, type PageNames } from '../render/pages/page-names.ts'
import { pageWikitext } from '../render/pages/page-wikitext.ts'
import { pagesOf, type PageKind } from '../render/pages/pages-of.ts'
import { terminalText } from '../render/terminal.ts'
import { exit, StopError, UsageError, type ExitCode, type Invocation } from './command.ts'
import { printJson } from './print-json.ts'

/** What `--what` may ask for besides the settings, with the kinds of pages it means. */
export const PAGES: Readonly<Record<string, readonly (PageKind | 'messages')[]>> = {
  messages: ['messages'],
  matrix: ['matrix'],
  roles: ['roles'],
  charter: ['charter'],
  holders: ['holders'],
  pages: ['charter', 'matrix', 'roles', 'holders', 'messages'],
}

const FORMATS = ['wikitext', 'html', 'xml'] as const
export type PageFormat = (typeof FORMATS)[number]

export interface PageSource {
  readonly charter: Charter
  readonly target: Id
  /** undefined = nobody said who holds what. */
  readonly holders: readonly HolderRow[] | undefined
}

/** The titles that `--prefix` makes. */
export function namesFor(invocation: Invocation, charter: Charter): PageNames {
  const prefix = invocation.text('prefix') ?? DEFAULT_PREFIX
  if (!isLegalTitle(prefix)) throw new UsageError(`--prefix: \`${prefix}\` cannot be the title of a page`)
  return pageNames(charter, prefix)
}

export function pageFormat(invocation: Invocation): PageFormat {
  const word = invocation.text('format') ?? 'wikitext'
  const format = FORMATS.find((one) => one === word)
  if (format === undefined) throw new UsageError(`\`${word}\` is no format of pages; take ${FORMATS.join(', ')}`)
  return format
}

/** Prints the pages of `--what`, or writes them to the folder (or, as XML, the file) of `--output`. */
export async function renderPages(invocation: Invocation, what: string, source: PageSource): Promise<ExitCode> {
  const kinds = PAGES[what] ?? []
  const { charter, target, holders } = source
  const names = namesFor(invocation, charter)
  const format = pageFormat(invocation)
  if (what === 'holders' && holders === undefined)
    throw new UsageError('say who holds what: --roster FILE, or --data DIR in place of CHARTER')
  const documents = pagesOf(
    charter,
    target,
    kinds.filter((kind) => kind !== 'messages'),
    names,
    holders,
  )
  const messages = kinds.includes('messages') ? messagesOf(source, names, what) : { pages: [], remarks: [] }
  if (format === 'html' && what === 'messages') throw new UsageError('messages are pages of a wiki; take --format wikitext or xml')
  await printDocuments(invocation, format, documents, format === 'html' ? [] : messages.pages, charter.title)
  for (const remark of messages.remarks) invocation.io.err(`note: ${terminalText(remark, 600)}\n`)
  return exit.fine
}

function messagesOf({ charter, target }: PageSource, names: PageNames, what: string) {
  const connector = charter.targets.get(target)?.connector
  if (connector === 'mediawiki') return messagePages(charter, target, names)
  if (what === 'messages')
    throw new StopError(`writ: target \`${terminalText(target)}\` is not a MediaWiki but \`${connector}\`; it has no interface messages`)
  return { pages: [], remarks: [] }
}

/** Documents in a format, and pages that are wikitext already. */
export async function printDocuments(
  invocation: Invocation,
  format: PageFormat,
  documents: readonly PageDocument[],
  plain: readonly WikiPage[],
  about: string,
): Promise<void> {
  const { io } = invocation
  const wiki = [...documents.map((page) => ({ title: page.title, text: pageWikitext(page) })), ...plain]
  const output = invocation.text('output')
  if (invocation.flag('json')) {
    const html = format === 'html' ? new Map(documents.map((page) => [page.title, pageHtml(page, () => undefined)])) : undefined
    const pages = wiki.map(({ title, text }) => ({ title, text: html?.get(title) ?? text }))
    printJson(io, { format: format === 'html' ? 'html' : 'wikitext', pages })
  } else if (format === 'xml') {
    const xml = importXml(wiki, `Made from ${about}`)
    if (output === undefined) io.document(xml)
    else await writeFile(output, xml)
  } else if (output === undefined) {
    if (format === 'html') io.document(documents.map((page) => pageHtml(page, () => undefined)).join('\n'))
    else
      io.document(
        wiki.length === 1 ? (wiki[0]?.text ?? '') : wiki.map(({ title, text }) => `<!-- ${inComment(title)} -->\n${text}`).join('\n'),
      )
  } else {
    const names = fileNames(
      format === 'html' ? documents.map(({ title }) => title) : wiki.map(({ title }) => title),
      format === 'html' ? '.html' : '.wiki',
    )
    await mkdir(output, { recursive: true })
    if (format === 'html')
      for (const page of documents)
        await writeFile(
          join(output, names.get(page.title) ?? ''),
          pageHtml(page, (title) => names.get(title)),
        )
    else for (const { title, text } of wiki) await writeFile(join(output, names.get(title) ?? ''), text)
    for (const [title, name] of names) io.err(`${terminalText(join(output, name))}: ${terminalText(title, 200)}\n`)
  }
}

/** Files of their own for titles: letters, digits and dots stay, whatever the file system is; names that would be equal are counted. */
function fileNames(titles: readonly string[], ending: string): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const names = new Map<string, string>()
  for (const title of titles) {
    const base =
      title
        .replaceAll(/[^A-Za-z0-9.]+/g, '-')
        .replaceAll(/^[-.]+|-+$/g, '')
        .slice(0, 120) || 'page'
    let name = `${base}${ending}`
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${base}-${count}${ending}`
    taken.add(name.toLowerCase())
    names.set(title, name)
  }
  return names
}

function inComment(title: string): string {
  return title.replaceAll(/-(?=-)|[<>]|-$/g, '_')
}
