import { stat } from 'node:fs/promises'
import type { Inspection } from '../../reconcile/target.ts'
import { terminalText } from '../../render/terminal.ts'
import { dataOption, exit, type Command } from '../command.ts'
import { connectChannels } from '../connect-channels.ts'
import { connectSigning } from '../connect-signing.ts'
import { lookAtSigned } from '../verify-log.ts'
import { connectMailbox } from '../connect-mailbox.ts'
import { storeFile } from '../../config/data-folder.ts'
import { nodeHashing } from '../../config/outside.ts'
import type { Settings } from '../../config/settings.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import type { LedgerView } from '../../workflow/journal-view.ts'
import { createLogProofs } from '../../workflow/log-proofs.ts'
import type { FactReading, StoreReader } from '../../workflow/ports.ts'
import { knownKeys } from '../../workflow/signing/publish.ts'
import { askedOf } from '../../workflow/asked.ts'
import { joinAlarms } from '../../workflow/join-alarms.ts'
import { MailboxError } from '../../workflow/mail-drafts/mailbox.ts'
import { sourceAlarms, type SourceAlarm } from '../../workflow/source-alarms.ts'
import type { Charter } from '../../charter/model.ts'
import type { Instant } from '../../kernel/instant.ts'
import { printJson } from '../print-json.ts'

interface Diagnosis extends Inspection {
  readonly about: string
}

export const doctorCommand: Command = {
  help: 'Looks at the machine, the data folder, the ledger and every connected target. Each finding says what to do. Exit 1 if one is an error; a target that does not answer is.',
  options: dataOption,
  words: [0, 0],
  async run(invocation) {
    const settings = await readSettings(invocation)
    const found: Diagnosis[] = [...machine(), ...(await folder(settings.data)), ...(await mail(settings)), ...(await mailbox(settings))]
    if ((await stat(storeFile(settings.data)).catch(() => undefined)) !== undefined) {
      found.push(
        ...(await withView(settings, async (view, _charters, reader) => [
          ...(await view.verify()).problems.map(({ seq, text }) =>
            say(
              'ledger',
              'error',
              'ledger/unfit',
              `${seq === undefined ? '' : `entry ${seq}: `}${text}`,
              'restore a backup and find out who changed the data folder',
            ),
          ),
          ...(await signature(settings, view, reader)),
        ])),
      )
      found.push(
        ...(await withInstance(settings, {}, async (instance) => {
          const { charter } = await instance.charters.inForce(instance.journal.state)
          const unconnected = [...charter.targets.keys()]
            .filter((id) => !instance.targets.has(id))
            .map((id) =>
              say(
                id,
                'note',
                'target/not-connected',
                `the target \`${id}\` is not connected: nothing is read or written there`,
                'give it an address and credentials in writ.config.yaml',
              ),
            )
          const connected = await Promise.all(
            [...instance.targets].map(async ([id, target]) => (await target.inspect()).map((one) => ({ ...one, about: id }))),
          )
          const sources = await Promise.all(
            instance.sources.map(async (source) => {
              const reading = await source.read(askedOf(instance.journal.state))
              const alarms = joinAlarms(charter, instance.journal.state, source, reading)
              return sourceFindings(charter, source.id, reading, alarms, instance.outside.clock.now())
            }),
          )
          return [...unconnected, ...connected.flat(), ...sources.flat()]
        })),
      )
    } else found.push(say('data', 'note', 'data/none', `\`${settings.data}\` holds no ledger yet`, '`writ setup CHARTER` makes one'))
    if (invocation.flag('json')) printJson(invocation.io, { findings: found })
    else {
      for (const { about, severity, code, message, remedy } of found)
        invocation.io.out(`${about}: ${severity}: ${terminalText(message, 400)} [${code}]\n    ${terminalText(remedy, 400)}\n`)
      invocation.io.out(found.length === 0 ? 'nothing to complain of\n' : `${found.length} findings\n`)
    }
    return found.some(({ severity }) => severity === 'error') ? exit.findings : exit.fine
  },
}

function say(about: string, severity: Inspection['severity'], code: string, message: string, remedy: string): Diagnosis {
  return { about, severity, code, message, remedy }
}

const cures: Readonly<Record<SourceAlarm['code'], string>> = {
  'source/unavailable': 'until then its facts are unknown: nobody gains or loses a right by them',
  'source/unknown-too-long': '`writ explain` shows who holds what by it; `writ suspend` or `writ remove` ends it',
  'source/stale': 'bring it up to date; until then nobody gains or loses a right by it',
  'source/unknown-name': 'correct the name in the charter, or in the source',
  'source/contradiction': 'correct it there',
  'source/joined-twice': 'until it is told apart nobody gains or loses a right by it; `writ link` says whose an account is',
}

function sourceFindings(
  charter: Charter,
  id: string,
  reading: FactReading,
  joining: readonly SourceAlarm[],
  now: Instant,
): readonly Diagnosis[] {
  const alarms = [...sourceAlarms(charter, id, reading, now), ...joining].map(({ severity, code, text }) =>
    say(id, severity, code, text, cures[code]),
  )
  if (reading.kind === 'unavailable') return alarms
  const people = new Set(reading.facts.map(({ about }) => about)).size
  return [...alarms, say(id, 'note', 'source/read', `source \`${id}\` tells of ${people} people`, 'nothing to do')]
}

function machine(): readonly Diagnosis[] {
  const major = Number(process.versions.node.split('.')[0])
  return major >= 24
    ? []
    : [
        say(
          'machine',
          'error',
          'machine/node',
          `this is Node ${process.version}`,
          'Node 24 or newer is needed; in a checkout `npm ci` brings it',
        ),
      ]
}

/** Whether the log is signed, by a key that is here, and is still what was signed. */
async function signature(settings: Settings, view: LedgerView, reader: StoreReader): Promise<readonly Diagnosis[]> {
  const keys = knownKeys(view.state, nodeHashing)
  const inUse = keys.filter(({ retired }) => !retired)
  const found: Diagnosis[] = []
  const { folder } = connectSigning(settings)
  for (const { key } of inUse) {
    const why = await folder.signer(key).then(
      (signer) => (signer === undefined ? `the private key of ${key.vkey} is not here` : undefined),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    if (why !== undefined) found.push(say('log', 'error', 'log/key', why, 'bring it back, or `writ log key rotate`'))
  }
  const all = keys.map(({ key }) => key)
  const { problems } = await lookAtSigned(settings, view, all, createLogProofs(reader, nodeHashing))
  if (inUse.length === 0 && problems.length === 0)
    found.push(
      say(
        'log',
        'note',
        'log/unsigned',
        'the log is not signed: nobody outside can tell that it only grew',
        '`writ log key make` makes a key',
      ),
    )
  for (const { text } of problems)
    found.push(
      say(
        'log',
        'error',
        'log/changed',
        `the ledger is not what was signed: ${text}`,
        'find out who changed the data folder, and bring the ledger back',
      ),
    )
  return found
}

/** Whether the mail server answers and takes the login; nothing is sent. */
async function mail(settings: Parameters<typeof connectChannels>[0]): Promise<readonly Diagnosis[]> {
  const found: Diagnosis[] = []
  for (const { outbox } of await connectChannels(settings)) {
    const why = await outbox.verify?.().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : 'it failed'),
    )
    if (why !== undefined)
      found.push(say(outbox.id, 'error', 'mail/not-usable', `the mail server cannot be used: ${why}`, 'look at `mail` in writ.config.yaml'))
  }
  return found
}

/** Whether the mailbox of the settings can be opened; nothing is read. */
async function mailbox(settings: Parameters<typeof connectMailbox>[0]): Promise<readonly Diagnosis[]> {
  try {
    await (await (await connectMailbox(settings))?.open())?.close()
    return []
  } catch (error) {
    if (!(error instanceof MailboxError)) throw error
    return [say('mailbox', 'error', 'mailbox/not-usable', error.message, 'look at `mailbox` in writ.config.yaml')]
  }
}

/** The data folder and what lies in it must be the operator's alone. */
async function folder(data: string): Promise<readonly Diagnosis[]> {
  const open: Diagnosis[] = []
  for (const path of [data, storeFile(data)]) {
    const mode = (await stat(path).catch(() => undefined))?.mode
    if (mode !== undefined && (mode & 0o077) !== 0)
      open.push(say('data', 'warning', 'data/readable', `others on this machine can read \`${path}\``, `chmod go-rwx ${path}`))
  }
  return open
}
