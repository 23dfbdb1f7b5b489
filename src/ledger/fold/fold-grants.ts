import type { Entry, Identity } from '../entry.ts'
import { momentOf, type Handlers } from './handler.ts'
import type { Tables } from './tables.ts'

/** Grants, and proposed grants and removals. */
export const foldGrants = {
  'grant.made': (tables, entry) => {
    const { fields } = entry
    if (fields.proposal !== undefined) tables.matters.closeProposal(fields.proposal)
    // without the role there is nothing to hold
    if (fields.subject === undefined || fields.role === undefined) return
    tables.grants.add(
      {
        id: entry.seq,
        subject: fields.subject,
        role: fields.role,
        account: fields.account,
        targets: fields.target,
        madeAt: entry.at,
        from: momentOf(fields.from) ?? entry.at,
        until: momentOf(fields.until),
        door: fields.door ?? 'found',
        clause: fields.clause ?? '',
        decidedBy: fields.decided_by ?? [],
        useCase: fields.use_case,
      },
      tables,
    )
  },
  'grant.renewed': (tables, { seq, fields: { grant, until, use_case: useCase, decided_by: decidedBy }, erased }) => {
    const row = rowOf(tables, grant)
    if (row === -1) return
    if (grant !== undefined) tables.duties.dropEnding(grant)
    // an erased end is not the absence of an end
    if (erased?.includes('until') === true) tables.grants.noteRenewal(row, seq)
    else tables.grants.renew(row, momentOf(until), seq)
    if (useCase !== undefined) tables.grants.setUseCase(row, useCase)
    if (decidedBy !== undefined) tables.grants.setRenewedBy(row, decidedBy)
  },
  'grant.ending': (tables, { seq, at, fields: { grant, until, clause, cause, decided_by: decidedBy } }) => {
    if (grant !== undefined && clause !== undefined) tables.matters.closeProposalsAbout(grant, clause)
    const row = rowOf(tables, grant)
    const end = momentOf(until)
    if (row === -1 || grant === undefined || end === undefined) return
    if (cause === 'charter') tables.amendments.giveGrace(grant, end)
    const before = tables.grants.grant(row, tables).until
    tables.duties.beginEnding(grant, {
      id: seq,
      at,
      until: end,
      ...(before === undefined ? {} : { before }),
      clause: clause ?? '',
      cause: cause ?? '',
      decidedBy: decidedBy ?? [],
    })
    tables.grants.renew(row, before === undefined || end < before ? end : before, seq)
  },
  'grant.ended': (tables, { seq, at, fields: { grant, from, cause, decided_by: decidedBy, proposal } }) => {
    if (proposal !== undefined) tables.matters.closeProposal(proposal)
    if (grant !== undefined) tables.matters.closeProposalsAbout(grant)
    const row = rowOf(tables, grant)
    if (grant !== undefined) tables.amendments.endGrace(grant)
    if (grant !== undefined && row !== -1) tables.duties.endGrant(grant, tables.grants.grant(row, tables).role)
    if (row !== -1) tables.grants.end(row, seq, momentOf(from) ?? at, cause ?? '', decidedBy, tables.names)
  },
  'grant.paused': (tables, entry) => setPaused(tables, entry, true),
  'grant.resumed': (tables, entry) => setPaused(tables, entry, false),
  'grant.activated': ({ grants, troubles, matters }, { seq, at, fields: { grant, until, clause, decided_by: decidedBy } }) => {
    if (grant !== undefined && clause !== undefined) matters.closeProposalsAbout(grant, clause)
    const row = grant === undefined ? -1 : grants.row(grant)
    const end = momentOf(until)
    if (grant === undefined || row === -1 || end === undefined) return
    grants.activate(row, end)
    troubles.activate(grant, { seq, at, until: end, decidedBy: decidedBy ?? [], reviewed: false })
  },
  'grant.deactivated': ({ grants, troubles }, { at, fields: { grant } }) => {
    const row = grant === undefined ? -1 : grants.row(grant)
    if (grant === undefined || row === -1) return
    grants.activate(row, undefined)
    troubles.deactivate(grant, at)
  },
  'grant.reviewed': (tables, { fields: { grant, use_case: useCase } }) => {
    const row = rowOf(tables, grant)
    if (row === -1) return
    if (useCase !== undefined) tables.grants.setUseCase(row, useCase)
    if (grant !== undefined) tables.troubles.reviewActivations(grant)
  },

  'restore.asked': ({ matters }, { fields: { to, by, lapses } }) => {
    const end = momentOf(lapses)
    if (to !== undefined && by !== undefined && end !== undefined) matters.askRestore({ to, by, lapses: end })
  },
  'restore.done': ({ matters }) => {
    matters.endRestores()
  },

  'grant.proposed': ({ matters }, { seq, fields }) => {
    const { subject, verb, role, by, content, clause } = fields
    const lapses = momentOf(fields.lapses)
    if (subject === undefined || verb === undefined || role === undefined || by === undefined || content === undefined) return
    if (clause === undefined || lapses === undefined) return
    matters.propose({
      id: seq,
      verb,
      subject,
      role,
      grant: fields.grant,
      account: fields.account,
      targets: fields.target,
      until: momentOf(fields.until),
      useCase: fields.use_case,
      clause,
      by: by as Identity,
      content,
      lapses,
      votes: [],
    })
  },
  'grant.confirmed': ({ matters }, { seq, fields: { proposal, stage, by, decision, content } }) => {
    if (proposal !== undefined && stage !== undefined && by !== undefined && decision !== undefined && content !== undefined)
      matters.vote(proposal, { stage, by, decision, content, seq })
  },
  'proposal.closed': ({ matters }, { fields: { proposal } }) => {
    if (proposal !== undefined) matters.closeProposal(proposal)
  },
} as const satisfies Handlers

function rowOf(tables: Tables, grant: number | undefined): number {
  return grant === undefined ? -1 : tables.grants.row(grant)
}

function setPaused(tables: Tables, { fields: { grant } }: Entry<'grant.paused' | 'grant.resumed'>, paused: boolean): void {
  const row = rowOf(tables, grant)
  if (row !== -1) tables.grants.pause(row, paused)
}
