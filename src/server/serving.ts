import type { Hashing } from '../kernel/hashing.ts'
import type { ScimDirectory } from '../sources/scim/directory.ts'
import type { Facts } from '../workflow/facts.ts'
import type { Instance } from '../workflow/instance.ts'
import type { SignedLog } from '../workflow/signing/signed-log.ts'
import type { Confirmations } from '../workflow/login/confirmations.ts'
import type { TokenUses } from '../workflow/login/token-uses.ts'
import type { Sessions } from '../workflow/login/sessions.ts'
import type { Clock } from '../workflow/ports.ts'
import type { CharterReader } from '../workflow/charter-document.ts'
import type { LedgerFollower, LedgerMoment } from '../workflow/ledger-follower.ts'
import type { PromiseView } from '../web/view.ts'
import type { LoginProvider } from './auth/provider.ts'
import type { Catalogue } from './authzen/catalogue.ts'
import type { TrustedProxies } from './client-address.ts'
import type { Installation } from './installation.ts'
import type { ReaderOf } from './language.ts'
import { openScene, type Scene } from './scene.ts'
import { promiseViews } from './views/promises.ts'

/** Lends the ledger for writing; whoever uses it at the same time uses the same one. Rejects with WriterBusyError. */
export type Writer = <T>(work: (instance: Instance) => Promise<T>) => Promise<T>

/** A server that says who somebody is, and what its word is good for here. */
export interface Login {
  readonly provider: LoginProvider
  /** The target whose accounts it speaks of. */
  readonly target: string | undefined
  /** Whether whoever can log in there becomes a person here. */
  readonly register: boolean
}

/** Another process has the right to write, and did not give it up in time. */
export class WriterBusyError extends Error {
  override name = 'WriterBusyError'
}

/** What the routes are served from. */
export interface Serving {
  readonly ledger: LedgerFollower
  readonly charters: CharterReader
  readonly clock: Clock
  /** Address of the pages for links in feeds, without a slash at its end. */
  readonly base: () => string
  /** Values of `Host` that are answered, lower case. */
  readonly hosts: () => ReadonlySet<string>
  /** Style sheets and scripts by name. */
  readonly assets: ReadonlyMap<string, string>
  /** In which language a page is read. */
  readonly readerOf: ReaderOf
  /** Checks tokens. */
  readonly hashing: Hashing
  /** What the sources of facts said when they were read last. */
  readonly facts: () => Promise<Facts>
  /** What was signed of the log; absent: nothing. */
  readonly signedLog?: () => Promise<SignedLog>
  readonly resources: Catalogue
  /** The fact that holds people’s mail addresses; absent: no mail is sent, and nobody’s draft is known. */
  readonly mailAddress?: string
  /** What runs here and what it was told, without secrets; absent: nothing is known of it. */
  readonly installation?: Installation
  /** Told of what went wrong in a request, with the id that its page shows. */
  readonly warn: (text: string) => void
  readonly requestId: () => string
  /** What identity providers send by SCIM; absent where no source of facts is filled so. */
  readonly scim?: { readonly directory: ScimDirectory; readonly newId: () => string }
  /** Absent: a server that only shows. */
  readonly write?: Writer
  /** Who is logged in; absent: nobody can be. */
  readonly sessions?: Sessions
  /** When tokens were used last; absent: nothing is known of it. */
  readonly tokenUses?: TokenUses
  /** What programs asked for and people confirm themselves; absent: nobody can, over the programming interface. */
  readonly confirmations?: Confirmations
  /** Servers that say who somebody is. */
  readonly logins?: readonly Login[]
  /** Whether people may have passkeys; default true. */
  readonly passkeys?: boolean
  /** The proxies before it, by whose word on whom they speak for senders are told apart; absent: by the connection alone. */
  readonly proxies?: TrustedProxies
  /** Whether only this machine can reach the server: a demonstration lets anybody be anybody, so it asks for that. */
  readonly loopback?: boolean
}

/** Looks at the ledger as it is now; nothing is written or erased in between. */
export function withScene<T>({ ledger, charters, clock, signedLog }: Serving, look: (scene: Scene) => Promise<T>): Promise<T> {
  return ledger.read(async (moment) => look(await openScene(moment, charters, clock.now(), signedLog)))
}

/** What is costly to work out, such as a verdict, is worked out once for each state of the ledger. */
export function keptForMoment<T>(work: (scene: Scene) => T): (scene: Scene) => T {
  let last: { readonly version: LedgerMoment['version']; readonly value: T } | undefined
  return (scene) => {
    const { version } = scene.moment
    if (last?.version !== version) last = { version, value: work(scene) }
    return last.value
  }
}

/** The verdicts on the promises. */
export function promiseKeeper(): (scene: Scene) => readonly PromiseView[] {
  return keptForMoment(promiseViews)
}
