// The real server as a process of its own. The demonstration is loaded once (`template.ts`); each test gets a copy of it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Mail, parse } from './mail'

/** Everybody's password in the demonstration that the tests load. */
export const PASSWORD = 'نخل بلند کنار رودخانه 48'

/** A PostgreSQL server on which databases may be made (`template.ts` names it); without one each test has an SQLite file. */
const postgres = () => process.env.HAMAHANG_E2E_DATABASE_URL

const template = () => ({
  folder: process.env.HAMAHANG_E2E_TEMPLATE ?? '',
  database: process.env.HAMAHANG_E2E_TEMPLATE_DATABASE ?? '',
})

function binary(): string {
  const path = process.env.HAMAHANG_BIN ?? '../target/debug/hamahang'
  if (!existsSync(path)) throw new Error(`there is no ${path}: build it (cargo build --bin hamahang), or name it in HAMAHANG_BIN`)
  return path
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([key]) => !/^(HAMAHANG_|DATABASE_URL)/.test(key))
  return {
    ...Object.fromEntries(own),
    HAMAHANG_RATE_LIMIT_PER_MINUTE: '0',
    HAMAHANG_LOG: 'warn',
    HAMAHANG_SHUTDOWN_SECONDS: '1',
    ...(process.env.HAMAHANG_WEB_DIR ? { HAMAHANG_WEB_DIR: process.env.HAMAHANG_WEB_DIR } : {}),
  }
}

function psql(statement: string) {
  const server = postgres()
  if (server) execFileSync('psql', ['--quiet', '--dbname', server, '--command', statement], { stdio: 'pipe' })
}

function databaseUrl(name: string): string[] {
  const server = postgres()
  if (!server) return []
  const url = new URL(server)
  url.pathname = `/${name}`
  return ['--database-url', url.href]
}

/** Loads the demonstration once into this database (on PostgreSQL), or a file; gives the folder of its data. */
export function makeTemplate(database: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hamahang-e2e-'))
  psql(`CREATE DATABASE ${database}`)
  const options = ['--data-dir', folder, '--password', PASSWORD, ...databaseUrl(database)]
  execFileSync(binary(), ['demo', '--load-only', ...options], { env: environment(), stdio: 'pipe' })
  return folder
}

export function dropTemplate(folder: string, database: string) {
  psql(`DROP DATABASE IF EXISTS ${database}`)
  rmSync(folder, { recursive: true, force: true })
}

/** A server that runs, and what it leaves behind. */
export class Server {
  readonly url: string
  private readonly folder: string
  private readonly database: string
  private readonly process: ChildProcess

  private constructor(url: string, folder: string, database: string, process: ChildProcess) {
    this.url = url
    this.folder = folder
    this.database = database
    this.process = process
  }

  static async start(): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), 'hamahang-e2e-'))
    const from = template()
    cpSync(from.folder, folder, { recursive: true })
    const port = await freePort()
    const database = `${from.database}_${port}`
    psql(`CREATE DATABASE ${database} TEMPLATE ${from.database}`)
    const listen = ['--data-dir', folder, '--listen', `127.0.0.1:${port}`, ...databaseUrl(database)]
    const child = spawn(binary(), ['serve', ...listen], { env: environment() })
    let said = ''
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (bytes: Buffer) => {
        said += bytes.toString()
        const ready = /^ready (http:\S+)/m.exec(said)?.[1]
        if (ready) resolve(ready)
      })
      child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)))
      child.on('error', reject)
    })
    return new Server(url, folder, database, child)
  }

  /** The mails that went out to this address, oldest first. */
  mailsTo(address: string): Mail[] {
    const folder = join(this.folder, 'mail')
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .toSorted()
      .map((name) => parse(readFileSync(join(folder, name), 'utf8')))
      .filter((mail) => mail.to.includes(address))
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve))
    this.process.kill('SIGTERM')
    await ended
    psql(`DROP DATABASE IF EXISTS ${this.database} WITH (FORCE)`)
    rmSync(this.folder, { recursive: true, force: true })
  }
}
