import { html } from 'hono/html'
import type { Html } from './layout.ts'
import type { DoorView, GrantView, LogRow, PromiseView } from './view.ts'

/** A moment, readable and exact. */
export function moment(text: string): Html {
  return html`<time datetime="${text}">${text.slice(0, 16).replace('T', ' ')} UTC</time>`
}

/** A name from outside: whatever direction its letters have, what stands beside it keeps its own. */
export function foreign(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

export function personLink(handle: string): Html {
  return html`<a href="/people/${encodeURIComponent(handle)}">${foreign(handle)}</a>`
}

export function roleLink(role: { readonly id: string; readonly title: string }): Html {
  return html`<a href="/roles/${encodeURIComponent(role.id)}">${role.title}</a>`
}

/** A place in the charter, `roles.yaml:41`, as a link to that line. */
export function lineLink(line: string): Html {
  const split = line.lastIndexOf(':')
  return html`<a class="line" href="/charter#${encodeURIComponent(line.slice(0, split))}-L${line.slice(split + 1)}">${line}</a>`
}

/** A document of the charter: a link if it is an address, else its text. */
export function documentLink(document: string): Html {
  return /^(?:https?:\/\/|mailto:)/i.test(document) ? html`<a href="${document}">${document}</a>` : html`${document}`
}

export function entryLink(seq: number): Html {
  return html`<a class="seq" href="/log?from=${seq}#e${seq}">entry ${seq}</a>`
}

export function promiseList(promises: readonly PromiseView[]): Html {
  if (promises.length === 0)
    return html`<p class="quiet">
      This charter promises nothing. A promise is a sentence like “one rogue account can always be undone”, which is then checked.
    </p>`
  return html`<ul class="promises">
    ${promises.map(
      (promise) =>
        html`<li>
          ${verdict(promise.kept)}
          <span
            >${promise.text}
            ${lineLink(promise.line)}${promise.kept === true ? '' : html`<br /><span class="quiet">${promise.why}</span>`}</span
          >
        </li>`,
    )}
  </ul>`
}

function verdict(kept: boolean | null): Html {
  if (kept === null) return html`<span class="chip">not checked</span>`
  return kept ? html`<span class="chip kept">kept</span>` : html`<span class="chip broken">broken</span>`
}

/** Rows of grants; a column whose field nobody may see is left out. */
export function grantTable(
  grants: readonly GrantView[],
  caption: string,
  show: { readonly person: boolean; readonly role: boolean },
): Html {
  const has = (test: (grant: GrantView) => unknown) => grants.some((grant) => test(grant) !== undefined)
  const withAccount = has((grant) => grant.account)
  const withEnd = has((grant) => grant.until ?? grant.ended) || grants.some((grant) => grant.until === null)
  const withUseCase = has((grant) => grant.useCase ?? (grant.found ? '' : undefined))
  const withDecider = has((grant) => grant.decidedBy)
  return html`<table class="list">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        ${show.person ? html`<th scope="col">Person</th>` : ''}${show.role ? html`<th scope="col">Role</th>` : ''}
        ${withAccount ? html`<th scope="col">Account</th>` : ''}
        <th scope="col">From</th>
        ${withEnd ? html`<th scope="col">Until</th>` : ''}${withUseCase ? html`<th scope="col">Use case</th>` : ''}${withDecider ? html`<th scope="col">Decided by</th>` : ''}
        <th scope="col">Record</th>
      </tr>
    </thead>
    <tbody>
      ${grants.map(
        (grant) =>
          html`<tr>
            ${show.person ? html`<th scope="row">${personOf(grant)}</th>` : ''}${show.role ? html`<td data-label="Role">${roleOf(grant)}</td>` : ''}
            ${withAccount ? html`<td data-label="Account">${grant.account === undefined ? '' : foreign(grant.account)}</td>` : ''}
            <td data-label="From">${grant.from === undefined ? html`<span class="quiet">not public</span>` : moment(grant.from)}</td>
            ${withEnd ? html`<td data-label="Until">${endOf(grant)}</td>` : ''}${withUseCase ? html`<td data-label="Use case">${useCaseOf(grant)}</td>` : ''}${withDecider ? html`<td data-label="Decided by">${deciderOf(grant)}</td>` : ''}
            <td data-label="Record">${entryLink(grant.entry)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function personOf({ person }: GrantView): Html {
  if (person === undefined) return html`<span class="quiet">not public</span>`
  return person === null ? html`<span class="quiet">erased</span>` : personLink(person)
}

function roleOf({ role, rights }: GrantView): Html {
  if (role !== undefined) return roleLink(role)
  return rights === undefined ? html`<span class="quiet">not public</span>` : html`${rights.join(', ')}`
}

function endOf({ ended, until }: GrantView): Html {
  if (ended !== undefined) return html`ended ${moment(ended)}`
  if (until === undefined) return html`<span class="quiet">not public</span>`
  return until === null ? html`no end set` : moment(until)
}

function useCaseOf({ useCase, found }: GrantView): Html {
  if (useCase !== undefined) return foreign(useCase)
  return found ? html`<span class="quiet">found on the target, not known</span>` : html``
}

function deciderOf({ decidedBy, clause }: GrantView): Html {
  const line = clause?.line === undefined ? '' : html` ${lineLink(clause.line)}`
  return html`${decidedBy?.map((name, index) => html`${index === 0 ? '' : ', '}${foreign(name)}`) ?? ''}${line}`
}

export function doorList(doors: readonly DoorView[], none: string): Html {
  if (doors.length === 0) return html`<p class="quiet">${none}</p>`
  return html`<ul>
    ${doors.map((door) => html`<li><strong>${door.who}</strong> ${door.how} ${lineLink(door.line)}</li>`)}
  </ul>`
}

export function logTable(rows: readonly LogRow[], caption: string): Html {
  return html`<table class="list log">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">Entry</th>
        <th scope="col">When</th>
        <th scope="col">What</th>
        <th scope="col">About</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr id="e${row.seq}">
            <th scope="row"><a class="seq" href="/log?from=${row.seq}#e${row.seq}">${row.seq}</a></th>
            <td>${moment(row.at)}</td>
            <td>${foreign(row.text)} <span class="kind">${row.type}</span></td>
            <td>${row.person === undefined ? '' : personLink(row.person)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** A choice of a filter; the first one is "any". */
export function select(
  name: string,
  label: string,
  chosen: string,
  options: readonly { readonly value: string; readonly text: string }[],
): Html {
  return html`<div>
    <label for="${name}">${label}</label
    ><select class="select" id="${name}" name="${name}">
      ${options.map(({ value, text }) => html`<option value="${value}" ${value === chosen ? html` selected` : ''}>${text}</option>`)}
    </select>
  </div>`
}

export function textField(name: string, label: string, value: string): Html {
  return html`<div>
    <label for="${name}">${label}</label
    ><input class="cdx-text-input__input" id="${name}" name="${name}" value="${value}" maxlength="200" autocomplete="off" />
  </div>`
}
