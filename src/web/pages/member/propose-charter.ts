import { html } from 'hono/html'
import { charterFields, type CharterText } from '../../charter-fields.ts'
import { form, hidden, type Fields } from '../../form.ts'
import { page } from '../../layout.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { comparison } from './charter-comparison.ts'
import type { CharterComparison } from './duties-view.ts'

export interface ProposeView {
  /** The text to begin with: that in force, or that of a proposal. */
  readonly files: readonly CharterText[]
  /** The proposal that it is taken from; null = the charter in force. */
  readonly from: number | null
  /** Why whoever looks can propose nothing; null = they can. */
  readonly whyNot: string | null
}

const crumbs = (reader: Reader) => [
  { href: '/charter', text: reader.say('writ-common-nav-charter') },
  { href: '/charter/proposals', text: reader.say('writ-member-proposals') },
]

/** Where another text of the charter is written. */
export function proposePage(reader: Reader, site: SiteView, { files, from, whyNot }: ProposeView): Html {
  const body =
    whyNot === null
      ? html`<p>${reader.say('writ-member-propose-about')}</p>
          ${form(reader, {
            action: '/charter/propose/check',
            button: reader.say('writ-member-propose-check'),
            file: true,
            body: (f) => fields(f, reader, files),
          })}`
      : html`<p>${reader.fill('writ-member-propose-not', reader.english(whyNot))}</p>`
  return page(reader, site, {
    heading: reader.say('writ-member-propose'),
    path: from === null ? '/charter/propose' : `/charter/propose?from=${from}`,
    crumbs: crumbs(reader),
    body,
  })
}

function fields(f: Fields, reader: Reader, files: ProposeView['files']): Html {
  return html`${f.area({ name: 'reason', label: reader.say('writ-member-propose-why'), required: true })} ${charterFields(f, reader, files)}`
}

export interface ProposalPreviewView {
  readonly comparison: CharterComparison
  readonly reason: string
  /** Everything that was filled in. */
  readonly fields: readonly (readonly [string, string])[]
}

/** What a text would change, before anything is filed. */
export function proposalPreviewPage(
  reader: Reader,
  site: SiteView,
  { comparison: compared, reason, fields: given }: ProposalPreviewView,
): Html {
  const kept = html`${given.filter(([name]) => name !== 'once').map(([name, value]) => hidden(name, value))}`
  const body = html`<p role="status">${reader.say('writ-member-propose-preview')}</p>
    <dl class="facts">
      <dt>${reader.say('writ-member-propose-why')}</dt>
      <dd><bdi>${reason}</bdi></dd>
    </dl>
    ${comparison(reader, compared)}
    ${form(reader, {
      action: '/charter/propose',
      body: kept,
      buttons: html`<p class="buttons">
        <button class="cdx-button cdx-button--weight-primary cdx-button--action-progressive cdx-button--size-medium" type="submit">
          ${reader.say('writ-member-propose-file')}
        </button>
        <button class="cdx-button cdx-button--size-medium" type="submit" name="draft" value="yes">
          ${reader.say('writ-member-propose-draft')}
        </button>
      </p>`,
    })}
    <p class="quiet">${reader.say('writ-member-propose-draft-about')}</p>
    ${form(reader, { action: '/charter/propose/edit', button: reader.say('writ-member-propose-edit'), kind: 'quiet', body: kept })}`
  return page(reader, site, { heading: reader.say('writ-member-propose'), path: undefined, crumbs: crumbs(reader), body })
}
