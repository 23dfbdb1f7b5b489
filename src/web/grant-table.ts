import { html } from 'hono/html'
import { commas, entryLink, foreign, lineLink, notPublic, personLink, quiet, roleLink, tableHead } from './parts.ts'
import type { Html, Reader } from './reader.ts'
import type { GrantView } from './view.ts'

/** Rows of grants; a column whose field nobody may see is left out. */
export function grantTable(
  reader: Reader,
  grants: readonly GrantView[],
  caption: string,
  show: { readonly person: boolean; readonly role: boolean },
): Html {
  const has = (test: (grant: GrantView) => unknown) => grants.some((grant) => test(grant) !== undefined)
  const say = {
    person: show.person ? reader.say('writ-common-person') : undefined,
    role: show.role ? reader.say('writ-common-role') : undefined,
    account: has((grant) => grant.account) ? reader.say('writ-public-account') : undefined,
    from: reader.say('writ-public-from'),
    until:
      has((grant) => grant.until ?? grant.ended) || grants.some((grant) => grant.until === null)
        ? reader.say('writ-public-until')
        : undefined,
    useCase: has((grant) => grant.useCase ?? (grant.found ? '' : undefined)) ? reader.say('writ-public-use-case') : undefined,
    decidedBy: has((grant) => grant.decidedBy) ? reader.say('writ-public-decided-by') : undefined,
    record: reader.say('writ-public-record'),
  }
  const cell = (label: string | undefined, content: () => Html) =>
    label === undefined ? '' : html`<td data-label="${label}">${content()}</td>`
  return html`<table class="list">
    ${tableHead(caption, [say.person, say.role, say.account, say.from, say.until, say.useCase, say.decidedBy, say.record])}
    <tbody>
      ${grants.map(
        (grant) =>
          html`<tr>
            ${say.person === undefined ? '' : html`<th scope="row">${personOf(reader, grant)}</th>`}
            ${cell(say.role, () => roleOf(reader, grant))}
            ${cell(say.account, () => html`${grant.account === undefined ? '' : foreign(grant.account)}`)}
            ${cell(say.from, () => (grant.from === undefined ? notPublic(reader) : reader.moment(grant.from)))}
            ${cell(say.until, () => endOf(reader, grant))} ${cell(say.useCase, () => useCaseOf(reader, grant))}
            ${cell(say.decidedBy, () => deciderOf(grant))}
            <td data-label="${say.record}">${entryLink(reader, grant.entry)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function personOf(reader: Reader, { person }: GrantView): Html {
  if (person === undefined) return notPublic(reader)
  return person === null ? quiet(reader.say('writ-public-erased')) : personLink(person)
}

function roleOf(reader: Reader, { role, rightTexts }: GrantView): Html {
  if (role !== undefined) return roleLink(role)
  return rightTexts === undefined ? notPublic(reader) : commas(rightTexts.map(foreign))
}

function endOf(reader: Reader, { ended, until }: GrantView): Html {
  if (ended !== undefined) return reader.fill('writ-public-ended', reader.moment(ended))
  if (until === undefined) return notPublic(reader)
  return until === null ? html`${reader.say('writ-public-no-end')}` : reader.moment(until)
}

function useCaseOf(reader: Reader, { useCase, found }: GrantView): Html {
  if (useCase !== undefined) return foreign(useCase)
  return found ? quiet(reader.say('writ-public-found')) : html``
}

function deciderOf({ decidedBy, clause }: GrantView): Html {
  const line = clause?.line === undefined ? '' : html` ${lineLink(clause.line)}`
  return html`${commas((decidedBy ?? []).map(foreign))}${line}`
}
