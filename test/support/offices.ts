/** A small charter with every kind of power that decide/ judges, and the people around it. */
import type { Charter } from '../../src/charter/model.ts'
import type { Actor, Known } from '../../src/decide/question.ts'
import type { Truth } from '../../src/kernel/truth.ts'
import { charterOf } from './charter.ts'
import type { Book } from './book.ts'

export function officesCharter(): Charter {
  return charterOf(`
writ: 1
title: Offices
targets:
  wiki: { connector: simulated }
facts:
  employed: { text: Works here, source: personnel, type: yes-no, set_by: others }
  manager: { text: Line manager, source: personnel, type: people, set_by: others }
statements:
  trained: { text: Has been trained. }
conditions:
  is-employed: { text: Works here, fact: employed, is: true }
dates:
  election: { text: Election, day: 2026-10-01, repeats: 1 year }
accounts:
  staff: { text: Work account }
  personal: { text: A person }
classes:
  basic: { text: Everyday, level: 1 }
  sensitive: { text: Private data, level: 3, step_up: true, stages: [{ text: The manager agrees, by: subject.manager }] }
rights:
  wiki:
    delete: { text: Delete pages }
    checkuser: { text: See addresses, class: sensitive }
groups:
  writ:
    keepers: { rights: [apply, override-guard] }
  wiki:
    Chair: { rights: delete }
    Clerk: { rights: delete }
    Editor: { rights: delete }
    Reader: { rights: delete }
    Checker: { rights: checkuser }
    Judge: { rights: delete }
roles:
  chair:
    title: Chair
    purpose: Appoints
    gives: { wiki: Chair }
    term: { ends: election }
    may:
      - { change: [clerk, judge], scope: others }
      - { change: chair, stages: [{ text: A second chair agrees, by: chair }] }
      - { remove: editor, notice: 7 days }
      - { add: checker }
  clerk:
    title: Clerk
    purpose: Takes in editors
    gives: { wiki: Clerk }
    account: staff
    delay: 2 days
    may:
      - { add: editor, limit: { count: 2, per: 1 day } }
      - { add: reader, when: is-employed, scope: any }
  editor:
    title: Editor
    purpose: Writes
    gives: { wiki: Editor }
    term: { lasts: 1 year, longest: 2 years }
    request: { stages: [{ text: A clerk accepts, by: clerk }] }
  reader: { title: Reader, purpose: Reads, gives: { wiki: Reader }, requires: is-employed }
  checker:
    title: Checker
    purpose: Finds abuse
    gives: { wiki: Checker }
    request: { stages: [{ text: A chair decides, by: chair }] }
  keeper: { title: Keeper, purpose: Runs Writ, gives: { writ: keepers }, request: { stages: [{ by: chair, count: 2 }] } }
  judge: { title: Judge, purpose: Judges, gives: { wiki: Judge }, seats: { limit: 1 } }
separation:
  - { text: Who judges is no clerk, roles: [judge, clerk] }
amendments: { by: chair, stages: [{ by: chair }] }
`)
}

/** What the rules may know: facts are given by hand, `unknown` unless said. */
export function knownOf(
  charter: Charter,
  book: Book,
  facts: { readonly [condition: string]: Truth } = {},
  managers: { readonly [subject: string]: readonly string[] } = {},
): Known {
  return {
    charter,
    state: book.state,
    now: book.now,
    test: (condition) => facts[condition] ?? 'unknown',
    related: (_fact, subject) => managers[subject],
  }
}

export function person(subject: string, stepUp?: string): Actor {
  return { kind: 'person', subject, stepUp }
}

export function operatorFor(subject: string | undefined): Actor {
  return { kind: 'operator', name: 'root', for: subject }
}
