import type { State } from '../../src/ledger/state.ts'
import { accountKeys, conditions, groups, handles, roles, subjects, targets } from './arbitrary-entries.ts'

/** Everything a state says of the subjects, roles, accounts and targets that random entries speak of. */
export function dumpState(state: State): unknown {
  const ids = Array.from({ length: state.size }, (_, id) => id)
  return {
    size: state.size,
    at: state.at,
    demo: state.demo,
    charter: state.charter,
    revisions: state.revisions,
    charterToCome: state.charterToCome,
    people: [...state.people()],
    persons: subjects.map((subject) => ({
      person: state.person(subject),
      accounts: state.accountsOf(subject),
      grants: state.grantsOf(subject),
      suspension: state.suspensionOf(subject),
      keys: state.keysOf(subject),
      disowned: state.disownedAt(subject),
      operated: state.operatedBy(subject),
      statements: conditions.map((name) => state.statements(subject, name)),
      exceptions: conditions.map((name) => state.exceptions(subject, name)),
    })),
    handles: handles.map((handle) => state.personByHandle(handle)),
    accounts: accountKeys.map((key) => state.account(key)),
    grants: ids.map((id) => state.grant(id)),
    running: [...state.runningGrants()],
    ofRole: roles.map((role) => [...state.grantsOfRole(role)]),
    count: state.grantCount(),
    since: [0, 1, 2].map((part) => [...state.grantsMadeSince(((state.at * part) / 2) as typeof state.at)]),
    charterProposals: [...state.charterProposals()],
    charterProposalOf: ids.map((id) => state.charterProposal(id)),
    suspendedBy: ids.map((id) => state.lastSuspendedBy(id)),
    graces: ids.map((id) => state.graceOf(id)),
    logKeys: state.logKeys(),
    restores: [...state.restoresAsked()],
    requests: [...state.requests()],
    requestOf: ids.map((id) => state.request(id)),
    requestsOf: subjects.map((subject) => state.requestsOf(subject)),
    proposals: [...state.proposals()],
    proposalOf: ids.map((id) => state.proposal(id)),
    reviews: [...state.reviews()],
    reviewOf: ids.map((id) => state.review(id)),
    lastReviews: roles.map((role) => [state.lastReviewOf(role), state.lastEndedOf(role)]),
    duties: ids.map((id) => [state.inactivityOf(id), state.endingOf(id), state.followUpOf(id)]),
    paused: ['expiry', 'all'].map((job) => state.isPaused(job)),
    tokens: ['t1', 't2'].map((id) => state.token(id)),
    suspensions: [...state.suspensions()],
    cases: [...state.cases()],
    caseOf: ids.map((id) => state.case(id)),
    marks: ids.map((id) => state.marksOn(id)),
    activations: ids.map((id) => state.activationsOf(id)),
    operators: accountKeys.map((key) => state.operatorOf(key)),
    locks: accountKeys.map((key) => [state.lockOf(key), state.lockAsked(key)]),
    plans: ids.map((id) => state.plan(id)),
    targets: targets.map((target) => {
      const targetState = state.targetState(target)
      const { known: _known, knownAll: _knownAll, ...plain } = { ...targetState, known: undefined, knownAll: undefined }
      return {
        ...plain,
        mode: state.modeOf(target),
        accounts: [...state.accountsOn(target)],
        all: [...targetState.knownAll()],
        known: accountKeys.map((key) => groups.map((group) => targetState.known(key, group))),
        open: [...state.openDrift(target)],
        left: [...state.leftDrift(target)],
        plans: state.openPlans(target),
      }
    }),
  }
}
