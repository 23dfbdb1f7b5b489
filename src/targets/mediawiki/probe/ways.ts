/**
 * The known ways by which the content of a page comes out of a MediaWiki. A permission to read is asked for in many places and not in all;
 * https://www.mediawiki.org/wiki/Security_issues_with_authorization_extensions lists the classes, the rest was found by reading and trying 1.39.
 */
import { compared, transcluded } from './ways/inclusions.ts'
import { derived, listings } from './ways/listings.ts'
import { pages } from './ways/pages.ts'
import { program, restful } from './ways/programs.ts'
import type { Hole, Way } from './ways/way.ts'

export const WAYS: readonly Way[] = [...pages, ...program, ...restful, ...transcluded, ...compared, ...listings, ...derived]

/** What shuts each hole, as advice. */
export const CLOSES: Readonly<Record<Hole, string>> = {
  read: 'the wiki does not keep the gate: load the extension that the rendered settings name, or mend its settings',
  transclusion: 'put the namespace into $wgNonincludableNamespaces',
  compare: "$wgAPIModules['compare'] = 'ApiDisabled';",
  feeds: '$wgFeed = false;',
  summaries: '$wgUseAutomaticEditSummaries = false; summaries that are there already stay, hide them',
  search: "$wgAPIListModules['search'] = 'ApiQueryDisabled';",
  'visual-editor': 'load the settings that `writ render` prints, or do without VisualEditor: it reads pages without asking who may',
  modules: 'let nobody change modules who may not read everything, or do without Scribunto',
  messages: 'keep nothing confidential in the namespace MediaWiki: it is the interface',
}
