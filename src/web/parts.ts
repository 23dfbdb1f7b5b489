import { html } from 'hono/html'
import type { Html } from './layout.ts'
import type { DoorView, GrantView, LogRow, PromiseView } from './view.ts'

/** A moment, readable and exact. */
export function moment(text: string): Html {
  return html`<time datetime="${text}">${text.slice(0, 16).replace('T', ' ')} UTC</time>`
}

export function personLink(handle: string): Html {
  return html`<a href="/people/${encodeURIComponent(handle)}">${handle}</a>`
}

export function roleLink(role: { readonly id: string; readonly title: string }): Html {
  return html`<a href="/roles/${encodeURIComponent(role.id)}">${role.title}</a>`
}

/** A place in the charter, `roles.yaml:41`, as a link to that line. */
export function lineLink(line: string): Html {
  const split = line.lastIndexOf(':')
  return html`<a href="/charter#${encodeURIComponent(line.slice(0, split))}-L${line.slice(split + 1)}">${line}</a>`
}

export function entryLink(seq: number): Html {
  return html`<a class="seq" href="/log?from=${seq}#e${seq}">entry ${seq}</a>`
}

export function promiseList(promises: readonly PromiseView[]): Html {
  if (promises.length === 0)
    return html`<p class="quiet">
      This charter promises nothing. A promise is a sentence like “one rogue account can always be undone”, which is then checked.
    </p>`
  return html`<ul>
    ${promises.map((promise) => html`<li><span class="chip ${promise.kept === true ? 'kept' : promise.kept === false ? 'broken' : ''}">${promise.kept === true ? 'kept' : promise.kept === false ? 'broken' : 'not checked'}</span> ${promise.text} (${lineLink(promise.line)})${promise.kept === true ? '' : html`<br /><span class="quiet">${promise.why}</span>`}</li>`)}
  </ul>`
}

function endOf({ ended, until }: GrantView): Html | string {
  if (ended !== undefined) return html`ended ${moment(ended)}`
  if (until === undefined) return 'not public'
  return until === null ? 'no end set' : moment(until)
}

/** Rows of grants; a column whose field nobody may see is left out. */
export function grantTable(
  grants: readonly GrantView[],
  caption: string,
  show: { readonly person: boolean; readonly role: boolean },
): Html {
  const withUseCase = grants.some((grant) => grant.useCase !== undefined || grant.found)
  const withDecider = grants.some((grant) => grant.decidedBy !== undefined)
  return html`<table class="list">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        ${show.person ? html`<th scope="col">Person</th>` : ''}${show.role ? html`<th scope="col">Role</th>` : ''}
        <th scope="col">From</th>
        <th scope="col">Until</th>
        ${withUseCase ? html`<th scope="col">Use case</th>` : ''}${withDecider ? html`<th scope="col">Decided by</th>` : ''}
        <th scope="col">Record</th>
      </tr>
    </thead>
    <tbody>
      ${grants.map(
        (grant) =>
          html`<tr>
            ${show.person ? html`<th scope="row">${grant.person === undefined ? 'erased' : personLink(grant.person)}</th>` : ''}${show.role ? html`<td>${grant.role === undefined ? (grant.rights?.join(', ') ?? 'not public') : roleLink(grant.role)}</td>` : ''}
            <td>${grant.from === undefined ? '' : moment(grant.from)}</td>
            <td>${endOf(grant)}</td>
            ${withUseCase ? html`<td>${grant.useCase ?? (grant.found ? 'found on the target, use case not known' : '')}</td>` : ''}${withDecider ? html`<td>${grant.decidedBy?.join(', ') ?? ''}${grant.clause?.line === undefined ? '' : html`<br />${lineLink(grant.clause.line)}`}</td>` : ''}
            <td>${entryLink(grant.entry)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

export function doorList(doors: readonly DoorView[], none: string): Html {
  if (doors.length === 0) return html`<p class="quiet">${none}</p>`
  return html`<ul>
    ${doors.map((door) => html`<li><strong>${door.who}</strong> ${door.how} (${lineLink(door.line)})</li>`)}
  </ul>`
}

export function logTable(rows: readonly LogRow[], caption: string): Html {
  return html`<table class="list">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">Entry</th>
        <th scope="col">When</th>
        <th scope="col">What</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr id="e${row.seq}">
            <th scope="row"><a class="seq" href="/log?from=${row.seq}#e${row.seq}">${row.seq}</a></th>
            <td>${moment(row.at)}</td>
            <td>${row.text} <span class="quiet">${row.type}</span></td>
          </tr>`,
      )}
    </tbody>
  </table>`
}
