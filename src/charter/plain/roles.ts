import type { Json } from '../../kernel/json.ts'
import type { Power, RequestRule, ReviewRule, RoleBlock } from '../model.ts'
import { activationPlain, escalationPlain, inactivePlain, requirementsPlain, seatsPlain, stagesPlain } from './parts.ts'
import { block, names, people, section, span, type Style } from './style.ts'

/** A role with everything it took from `defaults` written out. */
export function rolePlain(style: Style, role: RoleBlock): Json {
  const { term, followUp, objection } = role
  return block(style, {
    title: [role.title],
    also_called: [names(style, role.alsoCalled), []],
    purpose: [role.purpose],
    document: [role.document],
    contact: [role.contact],
    defaults: [role.takesDefaults ? undefined : 'none'],
    gives: [section(role.gives, (groups) => names(style, groups)), {}],
    account: [role.account === 'any' ? 'any' : names(style, role.account), 'any'],
    requires: [requirementsPlain(style, role.requires, 'pause'), []],
    needs_role: [names(style, role.needsRole), []],
    automatic: [role.automatic, 'never'],
    request: [requestPlain(style, role.request)],
    delay: [span(style, role.delay)],
    term: [
      term &&
        block(style, {
          lasts: [span(style, term.lasts)],
          longest: [span(style, term.longest)],
          ongoing: [term.ongoing, false],
          ends: [term.ends],
        }),
    ],
    inactive: [inactivePlain(style, role.inactive)],
    review: [reviewPlain(style, role.review)],
    follow_up: [
      followUp &&
        block(style, {
          after: [style.span(followUp.after)],
          by: [people(style, followUp.by)],
          text: [followUp.text],
          done_when: [followUp.doneWhen],
          terms: [followUp.terms],
          escalate: [escalationPlain(style, followUp.escalate)],
        }),
    ],
    objection: [objection && block(style, { by: [people(style, objection.by)], within: [style.span(objection.within)] })],
    deputies_of: [role.deputiesOf],
    reports_to: [role.reportsTo],
    seats: [seatsPlain(style, role.seats)],
    activation: [activationPlain(style, role.activation)],
    may: [role.may.map((power) => powerPlain(style, power)), []],
  })
}

function powerPlain(style: Style, power: Power): Json {
  return block(style, {
    [power.verb]: [power.roles === 'all' ? 'all' : names(style, power.roles)],
    but: [names(style, power.but), []],
    scope: [power.scope, 'others'],
    when: [names(style, power.when), []],
    stages: [stagesPlain(style, power.stages), []],
    causes: [names(style, power.causes), []],
    notice: [span(style, power.notice)],
    direct: [power.direct],
    limit: [power.limit && block(style, { count: [power.limit.count], per: [style.span(power.limit.per)] })],
  })
}

function requestPlain(style: Style, request: RequestRule | undefined): Json | undefined {
  return (
    request &&
    block(style, {
      by: [people(style, request.by), style.lists ? ['registered'] : 'registered'],
      for: [request.for, 'self'],
      asks: [section(request.asks, (text) => text), {}],
      states: [names(style, request.states), []],
      stages: [stagesPlain(style, request.stages), []],
      lapses: [style.span(request.lapses), '30 days'],
      appeals: [request.appeals, 0],
      scopes: [names(style, request.scopes), []],
    })
  )
}

function reviewPlain(style: Style, review: ReviewRule | undefined): Json | undefined {
  return (
    review &&
    block(style, {
      every: [span(style, review.every)],
      before: [review.before],
      opens: [span(style, review.opens)],
      closes: [span(style, review.closes)],
      by: [people(style, review.by)],
      unanswered: [review.unanswered, 'report'],
    })
  )
}
