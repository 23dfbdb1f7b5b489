/** An installation whose helpers are staff by what an identity provider sends, and a hand to send it with. */
import assert from 'node:assert/strict'
import { parseRoster } from '../../src/charter/roster.ts'
import { instant } from '../../src/kernel/instant.ts'
import { openScimDirectory, type ScimDirectory } from '../../src/sources/scim/directory.ts'
import { scimSource } from '../../src/sources/scim/scim-source.ts'
import { sourceAlarms } from '../../src/workflow/source-alarms.ts'
import { apiClient } from '../support/api-client.ts'
import { handsOf, linesOf } from '../support/hands.ts'
import { setTheStage } from '../support/played.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

export const HELPERS = 30

const charter = `writ: 1
title: Helpers are staff
targets:
  wiki: { connector: simulated, guards: { people: 50, share: 100 } }
facts:
  active: { text: Active, source: people, type: yes-no, set_by: others }
  teams: { text: Groups, source: people, type: list, fresh: 1 day, set_by: others }
conditions:
  staff: { text: In the group of staff and active, all: [{ fact: teams, has_any: staff }, { fact: active, is: true }] }
rights:
  wiki: { delete: { text: Delete pages } }
groups:
  writ: { keepers: { rights: [apply, override-guard, manage-sources] } }
  wiki:
    steward: { rights: delete }
    helper: { rights: delete }
roles:
  steward: { title: Steward, purpose: Appoints, gives: { wiki: steward, writ: keepers }, may: [{ change: helper }] }
  helper: { title: Helper, purpose: Helps, gives: { wiki: helper }, requires: { condition: staff, then: pause } }
amendments: { by: steward }
`

interface Sent {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: any
}

export interface ScimSite {
  readonly directory: ScimDirectory
  readonly call: (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Sent>
  /** As somebody else, or with another token. */
  readonly tokenOf: (handle: string, scopes: readonly ('scim' | 'read')[]) => Promise<string>
  readonly plan: () => Promise<readonly string[]>
  readonly alarms: () => Promise<readonly string[]>
  readonly facts: (handle: string) => Promise<Readonly<Record<string, unknown>> | string>
  readonly warnings: readonly string[]
  readonly ledgerSize: () => number
  readonly pass: (milliseconds: number) => void
}

// Gone at the end of the process: tests of one file share an installation.
const folder = temporaryFolder()
process.once('exit', () => folder[Symbol.dispose]())
let sites = 0

export async function scimSite(
  facts: Readonly<Record<string, string>> = { active: 'active', teams: 'groups' },
  handle = 'userName',
): Promise<ScimSite> {
  const people = Array.from({ length: HELPERS }, (_, at) => at + 1)
  const lines = people.map(
    (number) =>
      `{ handle: person-${number}, accounts: [{ target: wiki, name: Person ${number}, kind: personal }], roles: [{ role: helper }] }`,
  )
  const roster = parseRoster(
    `people: [{ handle: ash, accounts: [{ target: wiki, name: Ash, kind: personal }], roles: [{ role: steward }] }, ${lines.join(', ')}]`,
  )
  assert.ok(roster.ok, JSON.stringify(roster))
  const played = await setTheStage([{ name: 'charter.yaml', text: charter }], roster.value, {
    title: 'Helpers',
    administrator: { person: 'ash', role: 'steward' },
    before: { wiki: { Ash: ['steward'], ...Object.fromEntries(people.map((number) => [`Person ${number}`, ['helper']])) } },
    steps: [{ chapter: 'none' }],
  })
  const path = folder.file(`scim-${(sites += 1)}.sqlite`)
  const made = scimSource({ id: 'people', path, handle, facts })
  assert.ok(made.ok, JSON.stringify(made))
  const source = made.value
  const instance = { ...played.instance, sources: [source] }
  const directory = openScimDirectory(path)
  const ids = { next: 0 }
  const newId = () => `00000000-0000-4000-8000-${String((ids.next += 1)).padStart(12, '0')}`
  const client = await apiClient(instance, { scim: { directory, newId } })
  const token = await client.tokenOf('ash', ['scim'])
  const hands = handsOf(instance)
  await hands.adopt()
  await hands.mode('enforce')
  return {
    directory,
    async call(method, address, body, headers = {}) {
      const response = await client.app.request(`https://rights.example/scim/v2${address}`, {
        method,
        headers: {
          host: 'rights.example',
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      const failures = client.warnings.filter((one) => !one.startsWith('SCIM: '))
      assert.deepEqual(failures, [], 'nothing went wrong in the server')
      return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : JSON.parse(text) }
    },
    tokenOf: (who, scopes) => client.tokenOf(who, scopes),
    plan: async () => linesOf((await hands.plan()).observation.plan),
    alarms: async () => sourceAlarms(played.source.charter, 'people', await source.read(), played.now).map(({ text }) => text),
    facts: async (about) => {
      const reading = await source.read()
      if (reading.kind === 'unavailable') return reading.why
      return Object.fromEntries(reading.facts.filter((one) => one.about === about).map(({ fact, value }) => [fact, value]))
    },
    warnings: client.warnings,
    ledgerSize: () => instance.journal.size,
    pass: (milliseconds) => {
      played.now = instant(played.now + milliseconds)
    },
  }
}

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const patchOf = (...operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: operations,
})
