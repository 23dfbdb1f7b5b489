import { showHidden } from '../hidden-characters.ts'
import type { WikiPage } from './messages.ts'

/**
 * Pages as a file for Special:Import (`importupload`), which makes a new revision of each. No time is given: MediaWiki takes that of the import.
 * https://www.mediawiki.org/wiki/Help:Export#Export_format
 */
export function importXml(pages: readonly WikiPage[], comment: string): string {
  const parts = pages.map(
    ({ title, text }) => `  <page>
    <title>${xmlText(title)}</title>
    <revision>
      <contributor><username>Writ</username></contributor>
      <comment>${xmlText(comment)}</comment>
      <model>wikitext</model>
      <format>text/x-wiki</format>
      <text xml:space="preserve">${xmlText(text)}</text>
    </revision>
  </page>
`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
${parts.join('')}</mediawiki>
`
}

/** XML 1.0 cannot carry most controls at all: they are shown. */
function xmlText(text: string): string {
  return text
    .split('\n')
    .map((line) => showHidden(line).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'))
    .join('\n')
}
