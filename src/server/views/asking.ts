import { classOfRole, rightText } from '../../charter/members.ts'
import type { Charter, Id } from '../../charter/model.ts'
import { suitableAccounts } from '../../decide/eligibility.ts'
import { checksOf } from '../../decide/request/evidence.ts'
import { questionsOf } from '../../decide/request/filing.ts'
import { findRoles } from '../../decide/request/find-roles.ts'
import { isWaiting } from '../../decide/request/standing.ts'
import { stagesOfRole } from '../../decide/power.ts'
import { formatDuration } from '../../kernel/duration.ts'
import type { AskView, FindView } from '../../web/pages/member/view.ts'
import type { Looking } from '../forms/member-page.ts'

/** What fits what somebody hopes to do, and everything that can be asked for. */
export function findView({ known: { charter } }: Looking, words: string): FindView {
  return {
    words,
    found:
      words === ''
        ? []
        : findRoles(charter, words).map(({ right, text, roles }) => ({
            right,
            text,
            roles: roles.map(({ role, title, class: risk, beyond }) => ({
              id: role,
              title,
              // its text is a whole definition; it stands on the form
              class: risk?.replaceAll('-', ' ') ?? null,
              beyond: [...new Set(beyond.map((one) => rightText(charter, one)))],
            })),
          })),
    all: [...charter.roles].filter(([, role]) => role.request !== undefined).map(([id, { title, purpose }]) => ({ id, title, purpose })),
  }
}

function classText(charter: Charter, id: Id | undefined): string | null {
  return id === undefined ? null : (charter.classes.get(id)?.text ?? id)
}

/** The form by which somebody asks for a role, with what is known of them; undefined = it cannot be asked for. */
export function askView({ known, viewer }: Looking, id: string, draft: AskView['draft'] = null): AskView | undefined {
  const role = known.charter.roles.get(id)
  if (role?.request === undefined) return undefined
  const accounts = [...role.gives.keys()]
    .filter((target) => target !== 'writ')
    .flatMap((target) => suitableAccounts(known, role, viewer.subject, target, undefined))
  const { term } = role
  const asked = questionsOf(known, id, role, false)
  return {
    role: { id, title: role.title, purpose: role.purpose, class: classText(known.charter, classOfRole(known.charter, role)) },
    handle: viewer.handle,
    checks: checksOf(known, id, viewer.subject, undefined),
    accounts: accounts.map(({ key, name, target }) => ({ key, text: `${name} (${known.charter.targets.get(target)?.title ?? target})` })),
    questions: asked.map(({ id: question, text }) => ({ id: question, text })),
    ongoingQuestions: questionsOf(known, id, role, true)
      .filter((one) => !asked.some((other) => other.id === one.id))
      .map(({ id: question, text }) => ({ id: question, text })),
    statements: role.request.states.map((one) => ({ id: one, text: known.charter.statements.get(one)?.text ?? one })),
    scopes: role.request.scopes,
    ongoing: term === undefined || term.ongoing,
    longest: term?.lasts === undefined ? null : formatDuration(term.lasts),
    stages: stagesOfRole(known.charter, id, false).map(({ stage }) => ({ text: stage.text ?? null, count: stage.count })),
    draft,
    waiting: known.state.requestsOf(viewer.subject).find((one) => one.role === id && isWaiting(known, one))?.id ?? null,
  }
}
