// A throw-away PostgreSQL cluster, as the Rust tests have one (tests/api/cluster.rs): made with `initdb`, run by an
// unprivileged user (the server refuses root), gone at the end.
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './server'

const INSTALLED = '/usr/lib/postgresql'

function binaries(): string {
  const found = existsSync(INSTALLED) ? readdirSync(INSTALLED).map((version) => join(INSTALLED, version, 'bin')) : []
  const newest = found.filter((path) => existsSync(join(path, 'initdb'))).toSorted().at(-1)
  if (!newest) throw new Error(`there is no PostgreSQL server in ${INSTALLED}: run \`make setup\``)
  return newest
}

const isRoot = process.getuid?.() === 0

/** As somebody whom the server does not refuse. */
const command = (program: string, args: string[]) =>
  isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', program, ...args] : [program, ...args]

function run(program: string, args: string[]) {
  const [first = '', ...rest] = command(program, args)
  // Not a pipe: the server would keep it open.
  execFileSync(first, rest, { cwd: '/', stdio: 'ignore' })
}

const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))

/** The cluster's address, and how to end it. It ends with this process in any case. */
export async function startCluster(): Promise<{ url: string; stop: () => Promise<void> }> {
  const bin = binaries()
  const folder = mkdtempSync(join(tmpdir(), 'hamahang-pg-'))
  if (isRoot) chownSync(folder, idOf('-u'), idOf('-g'))
  const data = join(folder, 'data')
  const control = join(bin, 'pg_ctl')
  const port = await freePort()
  run(join(bin, 'initdb'), ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-locale', '--no-sync', '-D', data])
  // It survives its own crash, but not a power loss.
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off -c full_page_writes=off`
  run(control, ['-w', '-s', '-D', data, '-l', join(folder, 'log'), '-o', options, 'start'])
  // A shell waits for the pipe to close, however this process ends.
  const stop = command(control, ['-s', '-m', 'immediate', '-D', data, 'stop']).join(' ')
  const script = `trap '' INT TERM HUP; cat >/dev/null; ${stop}; rm -rf ${folder}`
  const watch = spawn('sh', ['-c', script], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  watch.unref()
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: () =>
      new Promise((resolve) => {
        // Without this nothing keeps the process alive until then, and it ends before it has said how the tests went.
        watch.ref()
        watch.once('exit', () => resolve())
        watch.stdin.end()
      }),
  }
}
