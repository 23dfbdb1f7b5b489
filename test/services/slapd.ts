/** A directory server of the tests: its own folder, its own ports on 127.0.0.1, its own certificate; gone when it is stopped. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'ldapts'
import { completeDirectory, directorySchema, type WrittenDirectory } from '../../src/ldap/settings.ts'
import type { DirectoryAccess } from '../../src/ldap/connection.ts'
import { makeCertificate } from './certificate.ts'

export const base = 'dc=example,dc=org'
const manager = `cn=manager,${base}`
const password = 'only of this test'

export interface SlapdOptions {
  readonly people?: number
  /** Group name -> numbers of its people. */
  readonly groups?: Readonly<Record<string, readonly number[]>>
  /** Groups that the account of writ may read and not change. */
  readonly barred?: readonly string[]
  /** LDIF added at the end. */
  readonly ldif?: string
  /** Rules of access before the usual ones. */
  readonly access?: readonly string[]
  /** Lines of the server's configuration. */
  readonly configuration?: string
}

export interface Slapd {
  readonly url: string
  readonly secureUrl: string
  /** The same server under an address that its certificate does not name. */
  readonly otherUrl: string
  /** Text of the certificate that signs itself. */
  readonly ca: string
  /** The administrators' connection. */
  readonly client: Client
  /** The way in of writ's account. */
  access(written?: Partial<WrittenDirectory>, change?: Partial<DirectoryAccess>): DirectoryAccess
  /** Stops the server without clearing away. */
  halt(): Promise<void>
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

export const personDn = (number: number) => `uid=person-${number},ou=people,${base}`

function entries({ people = 0, groups = {}, ldif = '' }: SlapdOptions): string {
  const parts = [
    `dn: ${base}\nobjectClass: dcObject\nobjectClass: organization\no: Example\ndc: example\n`,
    ...['people', 'groups', 'ppolicies'].map((unit) => `dn: ou=${unit},${base}\nobjectClass: organizationalUnit\nou: ${unit}\n`),
    `dn: cn=writ,${base}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: writ\nuserPassword: ${password}\n`,
    `dn: cn=reader,${base}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: ${password}\n`,
  ]
  for (let number = 1; number <= people; number += 1)
    parts.push(
      `dn: ${personDn(number)}\nobjectClass: inetOrgPerson\nuid: person-${number}\ncn: Person ${number}\nsn: ${number}\nmail: person-${number}@wikimedia.org\n`,
    )
  for (const [name, members] of Object.entries(groups)) {
    const lines = members.length === 0 ? ['member:'] : members.map((number) => `member: ${personDn(number)}`)
    parts.push(`dn: cn=${name},ou=groups,${base}\nobjectClass: groupOfNames\ncn: ${name}\n${lines.join('\n')}\n`)
  }
  return `${parts.join('\n')}\n${ldif}`
}

export async function startSlapd(options: SlapdOptions = {}): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'writ-slapd-'))
  mkdirSync(join(folder, 'data'))
  const { key, certificate } = makeCertificate(folder)
  const schema = ['core', 'cosine', 'inetorgperson', 'nis'].map((name) => `include /etc/ldap/schema/${name}.schema`)
  const barred = (options.barred ?? []).map((name) => `access to dn.exact="cn=${name},ou=groups,${base}" by users read`)
  writeFileSync(
    join(folder, 'slapd.conf'),
    `${schema.join('\n')}
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload refint
moduleload syncprov
moduleload ppolicy
pidfile ${folder}/slapd.pid
TLSCertificateFile ${certificate}
TLSCertificateKeyFile ${key}
sizelimit size.soft=500 size.hard=500 size.prtotal=unlimited
database mdb
suffix ${base}
rootdn ${manager}
rootpw "${password}"
directory ${folder}/data
maxsize 1073741824
dbnosync
index objectClass,uid,cn,member,entryUUID eq
overlay syncprov
overlay refint
refint_attributes member
refint_nothing "cn=nobody,${base}"
overlay ppolicy
access to attrs=userPassword by anonymous auth
${[...(options.access ?? []), ...barred].join('\n')}
access to dn.subtree="ou=groups,${base}" attrs=member,uniqueMember,memberUid by dn.exact="cn=writ,${base}" write by users read
access to * by users read
${options.configuration ?? ''}
`,
  )
  const loaded = join(folder, 'start.ldif')
  writeFileSync(loaded, entries(options))
  execFileSync('/usr/sbin/slapadd', ['-q', '-w', '-f', join(folder, 'slapd.conf'), '-l', loaded], { stdio: ['ignore', 'ignore', 'pipe'] })
  const [plain, secure] = [await freePort(), await freePort()]
  const [url, secureUrl] = [`ldap://127.0.0.1:${plain}`, `ldaps://127.0.0.1:${secure}`]
  const otherUrl = `ldap://127.0.0.2:${plain}`
  const server = spawn('/usr/sbin/slapd', ['-f', join(folder, 'slapd.conf'), '-h', `${url} ${secureUrl} ${otherUrl}`, '-d', '0'], {
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const atExit = () => server.kill('SIGKILL')
  process.once('exit', atExit)
  const halt = async () => {
    server.kill('SIGTERM')
    await ended
    process.removeListener('exit', atExit)
  }
  const stop = async () => {
    await client.unbind().catch(() => undefined)
    await halt()
    rmSync(folder, { recursive: true, force: true })
  }
  const client = new Client({ url, timeout: 20_000 })
  await answering(client, server).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  const ca = readFileSync(certificate, 'utf8')
  return {
    url,
    secureUrl,
    otherUrl,
    ca,
    client,
    access: (written = {}, change = {}) => ({
      url,
      settings: completeDirectory(directorySchema.parse({ base, unencrypted: true, ...written })),
      credentials: { bind: `cn=writ,${base}`, password },
      ca,
      ...change,
    }),
    halt,
    stop,
  }
}

async function answering(client: Client, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`slapd ended with ${server.exitCode}`)
    try {
      await client.bind(manager, password)
      return
    } catch {
      await sleep(25)
    }
  }
  throw new Error('slapd does not answer')
}
