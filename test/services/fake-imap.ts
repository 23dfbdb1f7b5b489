/**
 * An IMAP server of 127.0.0.1, written from RFC 3501 and RFC 9051 with MOVE (RFC 6851) and UIDPLUS (RFC 4315), as far as a client goes that lists,
 * fetches and moves messages. It keeps its mailboxes across connections and can refuse, cut and stall.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls'

interface KeptMail {
  readonly uid: number
  readonly bytes: Buffer
  readonly flags: Set<string>
}

interface Folder {
  validity: number
  next: number
  mails: KeptMail[]
}

/** What happens instead of an answer: the connection ends, nothing ever comes, or half of a literal and then the end. */
type Trouble = 'cut' | 'stall' | 'cut-literal'

export interface FakeImapOptions {
  readonly security: 'tls' | 'starttls' | 'none'
  /** Paths of the key and the certificate. */
  readonly tls?: { readonly key: string; readonly certificate: string }
  readonly user: string
  readonly password: string
  /** Extensions that the server has. */
  readonly extensions?: readonly string[]
}

export interface FakeImap extends AsyncDisposable {
  readonly port: number
  readonly folders: ReadonlyMap<string, Folder>
  /** Names of commands in the order in which they came, without what they were about. */
  readonly commands: readonly string[]
  /** Whether a password came over a connection that was not encrypted. */
  readonly passwordsInClear: number
  deliver(mail: string | Buffer, folder?: string): number
  /** Gives every message of a folder another UID, as after a restored backup. */
  renumber(folder: string): void
  remove(folder: string): void
  /** Asked before a command is carried out, and again (`done`) before that is answered. */
  trouble: (command: string, words: readonly Word[], done: boolean) => Trouble | undefined
  /** Folders to which nothing may be moved, and in which nothing can be made. */
  readonly closed: Set<string>
  refusesLogin: boolean
}

type Word = string | readonly Word[]

export async function startFakeImap(options: FakeImapOptions): Promise<FakeImap> {
  const { security, tls, extensions = ['MOVE', 'UIDPLUS', 'AUTH=PLAIN'] } = options
  const context = tls === undefined ? undefined : createSecureContext({ key: readFileSync(tls.key), cert: readFileSync(tls.certificate) })
  const folders = new Map<string, Folder>([['INBOX', { validity: 1000, next: 1, mails: [] }]])
  const sockets = new Set<Socket>()
  const commands: string[] = []
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    new Session(fake, { ...options, extensions, context }, socket, commands).start()
  })
  const fake: FakeImap & { passwordsInClear: number } = {
    port: 0,
    folders,
    commands,
    passwordsInClear: 0,
    deliver(mail, name = 'INBOX') {
      const folder = folders.get(name) ?? make(folders, name)
      const uid = folder.next++
      folder.mails.push({ uid, bytes: Buffer.from(typeof mail === 'string' ? mail.replaceAll('\n', '\r\n') : mail), flags: new Set() })
      return uid
    },
    renumber(name) {
      const folder = folders.get(name) ?? make(folders, name)
      folder.validity += 1
      folder.mails = folder.mails.map((mail, index) => ({ ...mail, uid: index + 1 }))
      folder.next = folder.mails.length + 1
    },
    remove: (name) => void folders.delete(name),
    trouble: () => undefined,
    closed: new Set(),
    refusesLogin: false,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  if (security !== 'none' && context === undefined) throw new Error('a server with TLS needs a certificate')
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(fake, { port: (server.address() as AddressInfo).port })
}

function make(folders: Map<string, Folder>, name: string): Folder {
  const folder: Folder = { validity: 2000 + folders.size, next: 1, mails: [] }
  folders.set(name, folder)
  return folder
}

interface SessionOptions extends FakeImapOptions {
  readonly extensions: readonly string[]
  readonly context: SecureContext | undefined
}

/** One connection. */
class Session {
  readonly #fake: FakeImap & { passwordsInClear: number }
  readonly #options: SessionOptions
  readonly #commands: string[]
  #socket: Socket
  #buffer = Buffer.alloc(0)
  /** The command that is being read: what came of it before a literal. */
  #begun = ''
  /** The tag of an AUTHENTICATE PLAIN whose answer is the next line. */
  #authenticates: string | undefined
  #state: 'greeted' | 'authenticated' | 'selected' = 'greeted'
  #selected: Folder | undefined
  #encrypted = false
  #over = false

  constructor(fake: FakeImap & { passwordsInClear: number }, options: SessionOptions, socket: Socket, commands: string[]) {
    this.#fake = fake
    this.#options = options
    this.#socket = socket
    this.#commands = commands
  }

  start(): void {
    if (this.#options.security === 'tls') this.#encrypt()
    this.#listen()
    this.#say(`* OK [CAPABILITY ${this.#capabilities()}] ready`)
  }

  #encrypt(): void {
    const secure = new TLSSocket(this.#socket, { isServer: true, secureContext: this.#options.context })
    secure.on('error', () => undefined)
    this.#socket = secure
    this.#encrypted = true
  }

  #listen(): void {
    this.#socket.on('data', (part: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, part])
      while (!this.#over && this.#readLine());
    })
  }

  #say(text: string | Buffer): void {
    if (!this.#over) this.#socket.write(typeof text === 'string' ? `${text}\r\n` : text)
  }

  #capabilities(): string {
    const { security, extensions } = this.#options
    const bare = security === 'starttls' && !this.#encrypted
    return ['IMAP4rev1', ...(bare ? ['STARTTLS', 'LOGINDISABLED'] : extensions)].join(' ')
  }

  /** Reads what stands in the buffer up to the end of a line, with the literals of it; false where more must come. */
  #readLine(): boolean {
    const end = this.#buffer.indexOf('\r\n')
    if (end < 0) return false
    const line = this.#buffer.subarray(0, end).toString('latin1')
    const literal = /\{(\d+)(\+?)\}$/.exec(line)
    if (literal !== null) {
      const length = Number(literal[1])
      if (literal[2] === '' && this.#buffer.length === end + 2) this.#say('+ go on')
      if (this.#buffer.length < end + 2 + length) return false
      const text = this.#buffer.subarray(end + 2, end + 2 + length).toString('latin1')
      this.#begun += `${line.slice(0, literal.index)}"${text.replaceAll(/["\\]/g, '\\$&')}"`
      this.#buffer = this.#buffer.subarray(end + 2 + length)
      return true
    }
    this.#buffer = this.#buffer.subarray(end + 2)
    const whole = this.#begun + line
    this.#begun = ''
    this.#carryOut(whole)
    return true
  }

  #carryOut(line: string): void {
    if (this.#authenticates !== undefined) {
      const [, user = '', password = ''] = Buffer.from(line, 'base64').toString('utf8').split('\0')
      const { tagged } = this.#logIn(user, password)
      this.#say(`${this.#authenticates} ${tagged}`)
      this.#authenticates = undefined
      return
    }
    const [tag, verb, ...rest] = wordsOf(line)
    if (typeof tag !== 'string' || typeof verb !== 'string') return this.#say('* BAD what is that?')
    const byUid = verb.toUpperCase() === 'UID'
    const name = (byUid ? `UID ${String(rest.shift())}` : verb).toUpperCase()
    this.#commands.push(name)
    if (name === 'AUTHENTICATE') {
      this.#authenticates = tag
      return this.#say('+ ')
    }
    if (this.#inTrouble(name, rest, false)) return
    const answer = this.#answerTo(name, rest)
    if (this.#inTrouble(name, rest, true)) return
    for (const one of answer.untagged) this.#say(one)
    this.#say(`${tag} ${answer.tagged}`)
    answer.after?.()
  }

  #inTrouble(name: string, words: readonly Word[], done: boolean): boolean {
    const trouble = this.#fake.trouble(name, words, done)
    if (trouble === undefined) return false
    this.#over = trouble !== 'stall'
    if (trouble === 'cut-literal') {
      const mail = this.#chosen(words[0])[0]
      const half = mail?.bytes.subarray(0, Math.floor(mail.bytes.length / 2)) ?? Buffer.alloc(0)
      this.#socket.write(`* 1 FETCH (UID ${mail?.uid} BODY[]<0> {${mail?.bytes.length}}\r\n`)
      this.#socket.end(half)
    } else if (trouble === 'cut') this.#socket.destroy()
    return true
  }

  #answerTo(name: string, words: readonly Word[]): Answer {
    const [first = '', second = ''] = words
    if (name === 'CAPABILITY') return { untagged: [`* CAPABILITY ${this.#capabilities()}`], tagged: 'OK done' }
    if (name === 'NOOP') return done()
    if (name === 'LOGOUT') return { untagged: ['* BYE until later'], tagged: 'OK done', after: () => this.#socket.end() }
    if (name === 'STARTTLS') return this.#startTls()
    if (name === 'LOGIN') return this.#logIn(String(first), String(second))
    if (this.#state === 'greeted') return { untagged: [], tagged: 'BAD log in first' }
    if (name === 'LIST' || name === 'LSUB') return this.#list(name, String(second))
    if (name === 'SUBSCRIBE') return done()
    if (name === 'CREATE') return this.#create(String(first))
    if (name === 'SELECT') return this.#select(String(first))
    if (this.#selected === undefined) return { untagged: [], tagged: 'BAD select a mailbox first' }
    if (name === 'FETCH' || name === 'UID FETCH') return this.#fetch(name, first, second)
    if (name === 'UID STORE') return this.#store(first)
    if (name === 'UID COPY' || (name === 'UID MOVE' && this.#options.extensions.includes('MOVE')))
      return this.#copy(name, first, String(second))
    if (name === 'EXPUNGE') return this.#expunge(() => true)
    if (name === 'UID EXPUNGE' && this.#options.extensions.includes('UIDPLUS')) {
      const chosen = new Set(this.#chosen(first))
      return this.#expunge((mail) => chosen.has(mail))
    }
    return { untagged: [], tagged: 'BAD no such command' }
  }

  #startTls(): Answer {
    if (this.#options.security !== 'starttls' || this.#encrypted) return { untagged: [], tagged: 'BAD not here' }
    return {
      untagged: [],
      tagged: 'OK begin',
      after: () => {
        this.#socket.removeAllListeners('data')
        this.#encrypt()
        this.#listen()
      },
    }
  }

  #logIn(user: string, password: string): Answer {
    if (!this.#encrypted) this.#fake.passwordsInClear += 1
    const { user: known, password: right } = this.#options
    if (this.#fake.refusesLogin || user !== known || password !== right)
      return { untagged: [], tagged: `NO [AUTHENTICATIONFAILED] ${password} is wrong` }
    this.#state = 'authenticated'
    return { untagged: [], tagged: `OK [CAPABILITY ${this.#capabilities()}] welcome` }
  }

  #list(name: string, pattern: string): Answer {
    if (pattern === '') return { untagged: [`* ${name} (\\Noselect) "/" ""`], tagged: 'OK done' }
    const found = [...this.#fake.folders.keys()].filter((one) => pattern === '*' || one === pattern)
    return { untagged: found.map((one) => `* ${name} () "/" "${one}"`), tagged: 'OK done' }
  }

  #create(name: string): Answer {
    if (this.#fake.closed.has(name)) return { untagged: [], tagged: 'NO [NOPERM] not you' }
    if (this.#fake.folders.has(name)) return { untagged: [], tagged: 'NO [ALREADYEXISTS] there is one' }
    make(this.#fake.folders as Map<string, Folder>, name)
    return done()
  }

  #select(name: string): Answer {
    const folder = this.#fake.folders.get(name)
    if (folder === undefined) return { untagged: [], tagged: 'NO [NONEXISTENT] no such mailbox' }
    this.#selected = folder
    return {
      untagged: [
        '* FLAGS (\\Answered \\Deleted \\Seen)',
        `* ${folder.mails.length} EXISTS`,
        '* 0 RECENT',
        `* OK [UIDVALIDITY ${folder.validity}] since then`,
        `* OK [UIDNEXT ${folder.next}] next`,
        '* OK [PERMANENTFLAGS (\\Answered \\Deleted \\Seen)] kept',
      ],
      tagged: 'OK [READ-WRITE] done',
    }
  }

  /** The messages that a set of UIDs names; `1:5,7`. */
  #chosen(set: Word | undefined, by: 'uid' | 'place' = 'uid'): readonly KeptMail[] {
    const mails = this.#selected?.mails ?? []
    const numberOf = (mail: KeptMail) => (by === 'uid' ? mail.uid : mails.indexOf(mail) + 1)
    const ranges = String(set)
      .split(',')
      .map((range) => range.split(':').map((one) => (one === '*' ? Math.max(0, ...mails.map(numberOf)) : Number(one))))
    return mails.filter((mail) => ranges.some(([from = 0, to = from]) => numberOf(mail) >= from && numberOf(mail) <= to))
  }

  #fetch(name: string, set: Word, query: Word): Answer {
    const asked = (Array.isArray(query) ? query : [query]).map((one) => String(one).toUpperCase())
    const untagged = this.#chosen(set, name === 'FETCH' ? 'place' : 'uid').map((mail) => {
      const parts: Buffer[] = []
      for (const item of asked) {
        const partial = /^BODY\.PEEK\[\]<(\d+)\.(\d+)>$/.exec(item)
        if (item === 'UID') parts.push(Buffer.from(`UID ${mail.uid}`))
        else if (item === 'RFC822.SIZE') parts.push(Buffer.from(`RFC822.SIZE ${mail.bytes.length}`))
        else if (partial !== null) {
          const [from, most] = [Number(partial[1]), Number(partial[2])]
          const bytes = mail.bytes.subarray(from, from + most)
          parts.push(Buffer.concat([Buffer.from(`BODY[]<${from}> {${bytes.length}}\r\n`), bytes]))
        } else throw new Error(`the client asks for ${item}, which this server was not written for`)
      }
      const body = parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(' '), part]))
      const place = (this.#selected?.mails.indexOf(mail) ?? 0) + 1
      return Buffer.concat([Buffer.from(`* ${place} FETCH (`), ...body, Buffer.from(')\r\n')])
    })
    return { untagged, tagged: 'OK done' }
  }

  #store(set: Word): Answer {
    for (const mail of this.#chosen(set)) mail.flags.add('\\Deleted')
    return done()
  }

  #copy(name: string, set: Word, to: string): Answer {
    const folder = this.#fake.folders.get(to)
    if (this.#fake.closed.has(to)) return { untagged: [], tagged: 'NO [NOPERM] not you' }
    if (folder === undefined) return { untagged: [], tagged: 'NO [TRYCREATE] no such mailbox' }
    const chosen = this.#chosen(set)
    const from = chosen.map(({ uid }) => uid)
    const copies = chosen.map((mail) => ({ ...mail, uid: folder.next++, flags: new Set(mail.flags) }))
    folder.mails.push(...copies)
    const code = `COPYUID ${folder.validity} ${from.join(',')} ${copies.map(({ uid }) => uid).join(',')}`
    if (name === 'UID COPY') return { untagged: [], tagged: chosen.length === 0 ? 'OK nothing' : `OK [${code}] done` }
    const gone = new Set(chosen)
    const { untagged } = this.#expunge((mail) => gone.has(mail), true)
    return { untagged: [...(chosen.length === 0 ? [] : [`* OK [${code}] moved`]), ...untagged], tagged: 'OK done' }
  }

  #expunge(which: (mail: KeptMail) => boolean, any = false): Answer {
    const folder = this.#selected
    const untagged: string[] = []
    for (const mail of folder?.mails.slice() ?? [])
      if (folder !== undefined && which(mail) && (any || mail.flags.has('\\Deleted'))) {
        untagged.push(`* ${folder.mails.indexOf(mail) + 1} EXPUNGE`)
        folder.mails = folder.mails.filter((one) => one !== mail)
      }
    return { untagged, tagged: 'OK done' }
  }
}

interface Answer {
  readonly untagged: readonly (string | Buffer)[]
  readonly tagged: string
  readonly after?: () => void
}

const done = (): Answer => ({ untagged: [], tagged: 'OK done' })

/** Atoms, quoted strings and lists of a command line. */
function wordsOf(line: string): Word[] {
  const stack: Word[][] = [[]]
  for (const [whole, quoted, atom] of line.matchAll(/"((?:[^"\\]|\\.)*)"|([^\s()"]+)|[()]/g)) {
    const top = stack.at(-1) ?? []
    if (whole === '(') stack.push([])
    else if (whole === ')') stack.at(-2)?.push(stack.pop() ?? [])
    else top.push(quoted === undefined ? (atom ?? '') : quoted.replaceAll(/\\(.)/g, '$1'))
  }
  return stack[0] ?? []
}
