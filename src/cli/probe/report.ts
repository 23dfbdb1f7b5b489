/** What a leak check found, against what the charter says. */
import type { Id } from '../../charter/model.ts'
import type { Hole } from '../../targets/mediawiki/probe/ways/way.ts'

export type Severity = 'error' | 'warning' | 'note'

export interface ProbeFinding {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly remedy: string
}

/** One way by which something of one page came to one user type that may not read it. */
export interface Leak {
  readonly type: Id
  readonly page: string
  readonly way: string
  readonly text: string
  readonly hole: Hole
  /** `content`: the page's text; `derived`: links, categories, addresses of it; `title`: that it exists. */
  readonly exposes: 'content' | 'derived' | 'title'
  /** `note`: accepted by the charter. */
  readonly severity: Severity
  readonly why: string
  readonly remedy: string
}

/** yes and no as the wiki has it; null = not asked. */
export interface Cell {
  readonly read: boolean | null
  readonly write: boolean | null
}

export interface ProbeReport {
  readonly wiki: { readonly name: string; readonly generator: string; readonly api: string }
  readonly target: Id
  readonly types: readonly {
    readonly id: string
    readonly title: string
    readonly account: string | null
    readonly session: 'none' | 'program' | 'full' | 'not tried'
  }[]
  /** What each user type may do with a page of each namespace: by the charter, and on the wiki. */
  readonly namespaces: readonly {
    readonly number: number
    readonly name: string
    readonly charter: Readonly<Record<string, Cell>>
    readonly wiki: Readonly<Record<string, Cell>>
  }[]
  /** Pages that were looked for. `closed`: nothing of its text came out; `leaks`: something did; `reads`: may and can; `barred`: may and cannot. */
  readonly pages: readonly {
    readonly title: string
    readonly namespace: number
    readonly planted: boolean
    readonly types: Readonly<Record<string, 'closed' | 'leaks' | 'reads' | 'barred'>>
  }[]
  readonly leaks: readonly Leak[]
  readonly findings: readonly ProbeFinding[]
  /** Requests that were answered. */
  readonly tried: number
}
