/** A charter that uses every section and nearly every key, and has nothing wrong with it. */
export const sampleCharter = `writ: 1
title: Sample wiki
text: Rules of a small wiki and its forum
document: https://wiki.example/policy

targets:
  wiki:
    connector: mediawiki
    title: Sample wiki
    url: https://wiki.example
    direct: true
    environment: live
    guards: { people: 3, share: 20, keep_last: steward }
    settings: { namespaces: { Project: 4 } }
  test-wiki: { connector: mediawiki, like: wiki, environment: test, mode: propose }
  forum: { connector: smf, after: { target: wiki, clean_runs: 2, confirmed_by: steward }, sync: 1 hour, drift: revert, mirrors: held, members: { requires: [{ condition: employed, notice: 1 day }], seats: { limit: 200, warn: [80, 100] } } }

facts:
  edits: { text: "Number of edits", source: wiki, type: number, about: account, set_by: self }
  last-edit: { text: "Last edit", source: wiki, type: date, about: account, fresh: 1 day }
  employee: { text: "Works for the society", source: personnel, type: yes-no, fresh: 1 day, set_by: others, stale_after: 2 days }
  manager: { text: "Line manager", source: personnel, type: people, set_by: others }
  address: { text: "Mail address", source: personnel, type: text, set_by: others }
  teams: { text: "Teams", source: personnel, type: list, set_by: others }

statements:
  trained: { text: "The person was trained.", lasts: 2 years }
  careful: { text: "I shall use these rights with care, and for the use case only." }

conditions:
  own: { text: "The person made it", resource: owner, is_subject: true }
  active: { text: "Ninety edits", fact: edits, at_least: 90 }
  employed: { text: "Works for the society", fact: employee, is: true, except: { by: steward, longest: 6 months, states: careful } }
  house-address: { text: "Address of the house", fact: address, domain: [wiki.example] }
  trusted: { text: "Employed, or of the safety team", any: [employed, { fact: teams, has_any: safety }, { not: { role: clerk } }] }
  was-trained: { text: "Somebody attested the training", statement: trained, by: steward }
  archived: { text: "The page is archived", resource: status, in: [archived, frozen] }

dates:
  election: { text: "Yearly election", day: "2026-10-01", repeats: 1 year }

accounts:
  staff: { text: "Work account", recognised_by: house-address, requires: employed }
  personal: { text: "Private account" }
  bot: { text: "A program", operated_by: required }

classes:
  basic: { text: "Everyday", level: 1 }
  elevated: { text: "Needs trust", level: 2, public: [account, role, from] }
  highly-sensitive:
    text: Private data or control of rights
    level: 3
    asks: { nothing_less: "Why will nothing less do?" }
    asks_if_ongoing: { for_good: "Why for good?" }
    step_up: true
    automatic: never
    except: { environment: test, rights: block }
    stages: [{ text: "The manager approves", by: subject.manager, counts_earlier: true }]

rights:
  wiki:
    read: { text: "Read pages", class: basic }
    edit: { text: "Change pages", class: basic, needs: read, why: "All may edit." }
    delete: { text: "Delete pages", class: elevated, needs: edit, also_called: [remove, wipe] }
    delete-own: { text: "Delete one's own pages", narrows: delete, when: own, assigned: false }
    block: { text: "Block accounts", class: highly-sensitive, policy: "https://wiki.example/blocking" }
    userrights: { text: "Change any group", class: highly-sensitive, controls: all-groups, assigned: false }
    protect: { text: "Protect pages", class: elevated, protects: true, provided_by: "mediawiki >= 1.39", settings: { wgRestrictionLevels: [sysop] } }
  forum:
    moderate: { text: "Moderate", class: elevated }

groups:
  wiki:
    "*": { title: "Everybody", implicit: everyone, rights: read }
    user: { title: "Members", implicit: registered, rights: edit, also_called: Member }
    established: { title: "Established", promote: { when: active, keep: true }, rights: protect }
    sysop: { title: "Administrators", rights: [delete, block] }
    steward: { includes: sysop, denies: protect, managed: [staff, personal], authority: shared }
    old-guard: { abolished: { holders: choose, to: [clerk, steward] } }
  forum:
    Moderators: { rights: moderate, settings: { id: 3 } }
  writ:
    keeper: { rights: [apply, read-private] }

gates:
  archive: { text: "Archived pages are frozen", target: wiki, rights: [edit, delete], when: archived, only: steward, or_listed: readers, hides: content }

defaults:
  account: [staff, personal]
  review: { every: 1 year, by: steward, unanswered: report }
  term: { lasts: 1 year, longest: 2 years, ongoing: true }

roles:
  steward:
    title: Steward
    purpose: Keeps the roles
    document: https://wiki.example/stewards
    contact: stewards@wiki.example
    gives: { wiki: steward, forum: Moderators, writ: keeper }
    seats: { limit: 7, warn: [90] }
    delay: 2 days
    review: none
    may:
      - { change: [clerk, helper, reserve], scope: any, causes: [inactive, misuse], notice: 1 day, limit: { count: 5, per: 1 day } }
      - { change: steward, stages: [{ text: "Another steward confirms", by: steward, states: careful }] }
      - { suspend: all, but: steward, when: employed }
  clerk:
    title: Clerk
    also_called: [Janitor]
    purpose: Deletes and blocks
    gives: { wiki: sysop, test-wiki: sysop }
    requires: [employed, { condition: was-trained, then: end, notice: 2 weeks }]
    request:
      by: registered
      for: any
      asks: { use_case: "What for?" }
      states: careful
      lapses: 14 days
      appeals: 1
      stages:
        - { by: subject.manager, states: trained, may_ask: careful, escalate: { after: 3 days, to: steward } }
        - { by: steward, count: 2, refusals: 2, if_vacant: wait, fallback: { by: [registered, steward], states: careful } }
    inactive: { after: 6 months, by: last-edit, notice: 1 week, then: end, grace: 1 month }
    follow_up: { after: 2 hours, by: steward, text: "All well?", done_when: active, escalate: { after: 1 day, to: steward } }
    objection: { by: registered, within: 3 days }
    term: { lasts: 1 year, ends: election }
  helper: { title: "Helper", purpose: "Helps", gives: { forum: Moderators }, automatic: on-request, requires: house-address, request: { stages: [{ by: steward }] }, reports_to: clerk, needs_role: steward }
  reserve:
    title: Reserve
    purpose: Steps in when the clerks are away
    defaults: none
    gives: { wiki: sysop }
    deputies_of: clerk
    activation: { by: subject, states: careful, longest: 4 hours, tells: [steward, registered], review: { by: steward, within: 7 days }, trigger: active, per_month: 3 }

ladders:
  ranks: { order: [steward, clerk, helper], counts: highest }

separation:
  - { text: "Helpers do not judge", roles: [helper, reserve], at_most: 1, then: warn }

suspension: { hears: 14 days, longest: 90 days, decided_by: steward, refer_to: clerk, anonymous_reports: false }

marks:
  office-action: { text: "Official action", by: steward, reversed_by: [steward, clerk] }

approvers: { promoted_within: 14 days }

amendments: { by: steward, stages: [{ by: steward, count: 2, consult: false }], delay: 7 days, feedback: 14 days }

log: { public: [account, role, from, use_case] }

promises:
  - { text: "Only stewards and clerks block", only: { right: wiki.block, groups: [sysop, steward] } }
  - { text: "Clerks can be removed", removable: { role: clerk, by: steward } }
  - { text: "Ranks reach down", lower_only: ranks }
  - { text: "One rogue account is survived", survives: 1 }
  - { text: "Somebody can block", always_held: { right: wiki.block, people: 2 } }

meant:
  - { finding: term-without-end, at: [roles.steward, roles.clerk], why: "They serve until they resign" }
`
