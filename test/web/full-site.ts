/** A site with something of everything, served to a real browser: for the pages of this folder to be looked at and clicked through. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Browser } from 'playwright-core'
import { draft } from '../../src/ledger/entry.ts'
import { startBrowser } from '../services/browser.ts'
import { shippedFiles } from '../support/charter.ts'
import { memoryLogFolder } from '../support/memory-log-folder.ts'
import { nodeHashing, nodeVerifying, seededRandomness } from '../support/outside.ts'
import { makeLogKey, rotateLogKey } from '../../src/workflow/signing/keys.ts'
import type { LogFolder } from '../../src/workflow/signing/signed-log.ts'
import { openSite, siteHost, type Site } from '../support/site.ts'

const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'

/** Ended grants, a sealed entry, drift, a stale target, a hostile name; signed, with a second key. */
export async function fullSite(hosts: () => ReadonlySet<string>, folder = memoryLogFolder()): Promise<Site> {
  const site = await openSite({ serving: { hosts, signedLog: () => folder.read() } })
  await site.adopt(shippedFiles('citizendium').map((file) => ({ ...file, text: file.text.replace('[delete, bigdelete,', '[delete,') })))
  const subject = 's-0123456789abcdef'
  const made = {
    subject,
    role: 'constable',
    from: '2026-05-03T10:00:00.000Z',
    use_case: HOSTILE,
    clause: 'roles.constable',
    decided_by: [`operator:${HOSTILE}`],
    door: 'power',
  } as const
  const first = await site.record(draft('person.registered', { subject, handle: HOSTILE }), draft('grant.made', made))
  await site.record(
    draft('grant.ended', { subject, grant: first + 1, from: '2026-05-03T10:00:00.000Z', clause: 'x', decided_by: [], cause: 'removed' }),
    draft('grant.made', { ...made, until: '2026-12-01T00:00:00.000Z' }),
    draft('suspension.started', { subject, cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }),
    draft('target.mode', { target: 'wiki', mode: 'propose' }),
    draft('target.observed', { target: 'wiki', revision: '0'.repeat(64), accounts: 3, memberships: 4 }),
    draft('drift.found', { target: 'wiki', account: 'wiki:1', group: 'Constable', change: 'added' }),
  )
  const maple = 's-00000000000000aa'
  const giver = site.journal.state.personByHandle('copper-smith')?.subject ?? ''
  await site.record(
    draft('person.registered', { subject: maple, handle: 'maple-member' }),
    draft('grant.made', {
      subject: maple,
      role: 'constable',
      from: '2026-05-03T10:00:00.000Z',
      use_case: 'Keeps the peace at night',
      clause: 'roles.management-committee.may[0]',
      decided_by: [`subject:${giver}`],
      door: 'power',
    }),
  )
  const signing = { folder, verifying: nodeVerifying }
  const outside = { clock: site.clock, hashing: nodeHashing, randomness: seededRandomness('keys') }
  const instance = { journal: site.journal, store: site.store, outside }
  await makeLogKey(instance, signing, { name: `${siteHost}/log`, operator: 'tester' })
  await rotateLogKey(instance, signing, { operator: 'tester', reason: 'a new machine' })
  site.clock.advance(40 * 86_400_000)
  return site
}

export interface Running {
  readonly url: string
  readonly site: Site
  /** What is signed of its log. */
  readonly folder: LogFolder
  readonly browser: Browser
  close(): Promise<void>
}

/** Starts Chromium and the site. */
export async function startSite(): Promise<Running> {
  const built = spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-assets.mjs')], { encoding: 'utf8' })
  assert.equal(built.status, 0, built.stderr)
  const browser = await startBrowser()
  let host = siteHost
  const folder = memoryLogFolder()
  const site = await fullSite(() => new Set([host]), folder)
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = serve({ fetch: (request) => site.app.fetch(request), hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(port))
  host = `127.0.0.1:${await promise}`
  return {
    url: `http://${host}`,
    site,
    folder,
    browser,
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}
