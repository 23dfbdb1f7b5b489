import { instant, type Instant } from '../../kernel/instant.ts'
import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import { EntryOutOfOrderError } from '../errors.ts'
import { isLogin } from '../login.ts'
import type {
  Account,
  Activation,
  CaseRecord,
  CharterProposal,
  CharterRevision,
  CharterToCome,
  Correction,
  Drift,
  Ending,
  Exception,
  FollowUp,
  Grant,
  GrantProposal,
  InactivityNotice,
  Notice,
  Key,
  LockAsked,
  LockConfirmation,
  LogKey,
  Person,
  PlanRecord,
  Pause,
  Review,
  RestoreAsked,
  RoleRequest,
  State,
  Statement,
  Suspension,
  TargetState,
  Token,
} from '../state.ts'
import { Tables } from './tables.ts'

/** The state that grows with each folded entry. Records are made when asked for and stay as they were; they do not follow later entries. */
export class FoldState implements State, Part {
  readonly tables = new Tables()
  #size = 0
  #at = instant(0)

  get size(): number {
    return this.#size
  }
  get at(): Instant {
    return this.#at
  }
  /** Bytes of the typed arrays, without small records. */
  get bytes(): number {
    return this.tables.bytes
  }

  /** Counts an entry. Throws EntryOutOfOrderError unless it is the next one. */
  advance(seq: number, at: Instant): void {
    if (seq !== this.#size) throw new EntryOutOfOrderError(seq, this.#size)
    this.#size += 1
    if (at > this.#at) this.#at = at
  }

  get demo(): boolean {
    return this.tables.charters.demo
  }
  get charter(): CharterRevision | undefined {
    return this.tables.charters.current
  }
  get revisions(): readonly CharterRevision[] {
    return this.tables.charters.revisions
  }
  get charterToCome(): CharterToCome | undefined {
    return this.tables.charters.toCome
  }

  person(subject: string): Person | undefined {
    return this.tables.people.person(this.tables.people.find(subject))
  }
  personByHandle(handle: string): Person | undefined {
    return this.tables.people.byHandle(handle)
  }
  people(): Iterable<Person> {
    return this.tables.people.all()
  }
  account(key: string): Account | undefined {
    const { accounts, people, names } = this.tables
    return accounts.account(accounts.find(key), people, names)
  }
  accountsOf(subject: string): readonly Account[] {
    const { accounts, people, names } = this.tables
    return accounts.of(people.find(subject), people, names).filter(({ target }) => !isLogin(target))
  }
  loginsOf(subject: string): readonly Account[] {
    const { accounts, people, names } = this.tables
    return accounts.of(people.find(subject), people, names).filter(({ target }) => isLogin(target))
  }
  accountsOn(target: string): Iterable<Account> {
    const { accounts, people, names } = this.tables
    return accounts.on(target, people, names)
  }

  grant(id: number): Grant | undefined {
    const row = this.tables.grants.row(id)
    return row === -1 ? undefined : this.tables.grants.grant(row, this.tables)
  }
  grantsOf(subject: string): readonly Grant[] {
    return this.tables.grants.of(this.tables.people.find(subject), this.tables)
  }
  grantsOfRole(role: string): Iterable<Grant> {
    return this.tables.grants.ofRole(role, this.tables)
  }
  runningGrants(): Iterable<Grant> {
    return this.tables.grants.allRunning(this.tables)
  }
  grantCount(): number {
    return this.tables.grants.running
  }
  grantsMadeSince(moment: Instant): Iterable<Grant> {
    return this.tables.grants.madeSince(moment, this.tables)
  }

  charterProposals(): Iterable<CharterProposal> {
    return this.tables.amendments.proposals()
  }
  charterProposal(id: number): CharterProposal | undefined {
    return this.tables.amendments.proposal(id)
  }
  graceOf(grant: number): Instant | undefined {
    return this.tables.amendments.graceOf(grant)
  }

  proposals(): Iterable<GrantProposal> {
    return this.tables.matters.proposals()
  }
  proposal(id: number): GrantProposal | undefined {
    return this.tables.matters.proposal(id)
  }
  requests(): Iterable<RoleRequest> {
    return this.tables.requests.open()
  }
  request(id: number): RoleRequest | undefined {
    return this.tables.requests.request(id)
  }
  requestsWith(subject: string): readonly RoleRequest[] {
    return this.tables.requests.with(subject)
  }
  requestsOf(subject: string): readonly RoleRequest[] {
    return this.tables.requests.of(subject)
  }
  restoresAsked(): Iterable<RestoreAsked> {
    return this.tables.matters.restoresAsked()
  }
  suspensionOf(subject: string): Suspension | undefined {
    return this.tables.matters.suspensionOf(subject)
  }
  suspensions(): Iterable<Suspension> {
    return this.tables.matters.suspensions()
  }
  lastSuspendedBy(id: number): string | undefined {
    return this.tables.matters.lastSuspendedBy(id)
  }
  cases(): Iterable<CaseRecord> {
    return this.tables.troubles.cases()
  }
  case(id: number): CaseRecord | undefined {
    return this.tables.troubles.case(id)
  }
  marksOn(entry: number): readonly string[] {
    return this.tables.troubles.marksOn(entry)
  }
  logKeys(): readonly LogKey[] {
    return this.tables.troubles.logKeys()
  }

  keysOf(owner: string): readonly Key[] {
    return this.tables.troubles.keysOf(owner)
  }
  operatorOf(account: string): string | undefined {
    return this.tables.troubles.operatorOf(account)
  }
  operatedBy(subject: string): readonly string[] {
    return this.tables.troubles.operatedBy(subject)
  }
  lockOf(account: string): LockConfirmation | undefined {
    return this.tables.troubles.lockOf(account)
  }
  lockAsked(account: string): LockAsked | undefined {
    return this.tables.troubles.lockAsked(account)
  }
  disownedAt(subject: string): Instant | undefined {
    return this.tables.troubles.disownedAt(subject)
  }
  activationsOf(grant: number): readonly Activation[] {
    return this.tables.troubles.activationsOf(grant)
  }
  statements(subject: string, statement: string): readonly Statement[] {
    return this.tables.matters.statements(subject, statement)
  }
  exceptions(subject: string, condition: string): readonly Exception[] {
    return this.tables.matters.exceptions(subject, condition)
  }
  corrections(): Iterable<Correction> {
    return this.tables.matters.corrections()
  }
  correction(id: number): Correction | undefined {
    return this.tables.matters.correction(id)
  }
  token(id: string): Token | undefined {
    return this.tables.matters.token(id)
  }

  tokens(): Iterable<Token> {
    return this.tables.matters.tokens()
  }

  noticeOf(about: number, template: string, subject: string): Notice | undefined {
    return this.tables.duties.notice(about, template, subject)
  }
  reviews(): Iterable<Review> {
    return this.tables.duties.reviews()
  }
  review(id: number): Review | undefined {
    return this.tables.duties.review(id)
  }
  lastReviewOf(role: string): Review | undefined {
    return this.tables.duties.lastReview(role)
  }
  inactivityOf(grant: number): InactivityNotice | undefined {
    return this.tables.duties.inactivity(grant)
  }
  endingOf(grant: number): Ending | undefined {
    return this.tables.duties.ending(grant)
  }
  followUpOf(grant: number): FollowUp | undefined {
    return this.tables.duties.followedUp(grant)
  }
  lastEndedOf(role: string): number | undefined {
    return this.tables.duties.lastEnded(role)
  }
  isPaused(job: string): boolean {
    return this.pauseOf('all') !== undefined || this.pauseOf(job) !== undefined
  }
  pauseOf(job: string): Pause | undefined {
    return this.tables.duties.pauseOf(job)
  }

  modeOf(target: string): 'observe' | 'propose' | 'enforce' | undefined {
    return this.tables.targets.mode(target)
  }
  targetState(target: string): TargetState {
    return this.tables.targets.state(target, this.tables.accounts, this.tables.names)
  }
  openDrift(target: string): Iterable<Drift> {
    return this.tables.targets.openDrift(target)
  }
  leftDrift(target: string): Iterable<Drift> {
    return this.tables.targets.leftDrift(target)
  }
  plan(id: number): PlanRecord | undefined {
    return this.tables.plans.plan(id)
  }
  openPlans(target: string): readonly PlanRecord[] {
    return this.tables.plans.openOn(target)
  }

  save(writer: BytesWriter): void {
    writer.json([this.#size, this.#at])
    this.tables.save(writer)
  }

  restore(reader: BytesReader): void {
    const [size, at] = reader.json() as [number, Instant]
    this.#size = size
    this.#at = at
    this.tables.restore(reader)
  }
}
