import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

// The scripts run in a project folder of their own, with an npm that only writes down what it was asked for: what
// the real one does is seen by CI, which starts from an empty clone.
const projectDir = join(import.meta.dirname, '..', '..')
const TOOLS = 'sh cat cksum cp cut date dirname grep id ln ls mkdir mv readlink rm rmdir sed sleep sort uname'.split(
  ' ',
)
let home: string
let project: string
let tools: string
let children: ChildProcess[]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tend-set-up-'))
  project = join(home, 'my project')
  tools = join(home, 'tools')
  children = []
  for (const folder of [project, tools]) mkdirSync(folder)
  for (const folder of ['script', 'bin']) cpSync(join(projectDir, folder), join(project, folder), { recursive: true })
  writeFileSync(
    join(project, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/one': { version: '1.0.0' } } }),
  )
  for (const name of TOOLS) symlinkSync(which(name), join(tools, name))
  symlinkSync(process.execPath, join(tools, 'node'))
  addTool('npm', 'echo "$PWD: $*" >>"$NPM_CALLS"; sleep 0.2; rm -rf node_modules; mkdir node_modules')
  addRedis()
})

afterEach(async () => {
  for (const child of children) await end(child)
  rmSync(home, { recursive: true, force: true })
})

function which(name: string): string {
  const found = (process.env.PATH ?? '')
    .split(':')
    .map(folder => join(folder, name))
    .find(existsSync)
  if (found === undefined) throw new Error(`expected ${name} on the PATH`)
  return found
}

function addTool(name: string, body: string): void {
  writeFileSync(join(tools, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
}

function addRedis(): void {
  mkdirSync(join(project, '.redis', 'bin'), { recursive: true })
  writeFileSync(join(project, '.redis', 'bin', 'redis-server'), '#!/bin/sh\n', { mode: 0o755 })
}

const environment = () => ({ PATH: tools, NPM_CALLS: join(home, 'npm-calls') })

function run(
  command: string,
  args: string[] = [],
  cwd = home,
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(join(project, command), args, { cwd, env: environment(), encoding: 'utf8' })
}

function npmCalls(): string[] {
  const path = join(home, 'npm-calls')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

function writeMain(code: string): void {
  mkdirSync(join(project, 'src'), { recursive: true })
  writeFileSync(join(project, 'src', 'main.ts'), code)
}

const CI = () => `${project}: ci --ignore-scripts --include=dev --no-audit --no-fund --loglevel=error`

describe('script/setup', () => {
  test('installs the locked packages once, without their install scripts', () => {
    expect(run('script/setup')).toMatchObject({
      status: 0,
      stdout: '',
      stderr: expect.stringContaining('set-up: done.'),
    })
    expect(run('script/setup')).toMatchObject({ status: 0, stdout: '', stderr: '' })
    expect(npmCalls()).toEqual([CI()])
  })

  test('installs again when the lock file has changed', () => {
    run('script/setup')
    writeFileSync(
      join(project, 'package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/two': { version: '1.0.0' } } }),
    )
    run('script/setup')
    expect(npmCalls()).toEqual([CI(), CI()])
  })

  test.each([
    ['takes', '1.0.0', 0],
    ['replaces', '0.9.0', 1],
  ])('%s what an npm install by hand has left in version %s', (_, version, installs) => {
    mkdirSync(join(project, 'node_modules'))
    const left = JSON.stringify({ packages: { 'node_modules/one': { version } } })
    writeFileSync(join(project, 'node_modules', '.package-lock.json'), left)
    expect(run('script/setup').status).toBe(0)
    expect(npmCalls()).toHaveLength(installs)
  })

  test('lets the second of two wait for the first, and does the work once', async () => {
    const both = [0, 1].map(() => spawn(join(project, 'script/setup'), { env: environment(), stdio: 'ignore' }))
    children.push(...both)
    const codes = await Promise.all(both.map(child => once(child, 'exit').then(([code]) => code)))
    expect(codes).toEqual([0, 0])
    expect(npmCalls()).toEqual([CI()])
  })

  test('takes over from one that was killed', () => {
    const dead = spawnSync(process.execPath, ['--eval', '']).pid
    mkdirSync(join(project, '.node', 'set-up.lock'), { recursive: true })
    writeFileSync(join(project, '.node', 'set-up.lock', 'holder'), `${dead} 1\n`)
    expect(run('script/setup').status).toBe(0)
    expect(existsSync(join(project, '.node', 'set-up.lock'))).toBe(false)
  })

  test('says what to do when npm fails, and starts afresh the next time', () => {
    addTool('npm', 'echo "$PWD: $*" >>"$NPM_CALLS"; exit 1')
    const failed = run('script/setup')
    expect(failed).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/npm could not install[\s\S]*npm ping[\s\S]*script\/setup again/),
    })
    addTool('npm', 'mkdir node_modules')
    expect(run('script/setup').status).toBe(0)
  })

  test('asks for Node where there is neither a new enough one nor npm', () => {
    rmSync(join(tools, 'node'))
    rmSync(join(tools, 'npm'))
    addTool('node', 'echo v20.19.0')
    expect(run('script/setup')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/expected npm[\s\S]*nodejs\.org/),
    })
  })

  test('fetches a private Node where the host has an old one, and then uses it', () => {
    rmSync(join(tools, 'node'))
    addTool('node', 'echo v20.19.0')
    addTool(
      'npm',
      `case $* in ci*) mkdir node_modules; exit ;; esac
      for package; do :; done
      name=\${package%@*}; mkdir -p "node_modules/$name/bin"; ln -s "${process.execPath}" "node_modules/$name/bin/node"`,
    )
    expect(run('script/setup')).toMatchObject({ status: 0, stderr: expect.stringContaining('fetching a private one') })
    writeMain('console.log(process.versions.node)')
    expect(run('bin/tend').stdout).toBe(`${process.versions.node}\n`)
  })

  test('warns once without Redis, but fails the tests with the command that brings it', () => {
    rmSync(join(project, '.redis'), { recursive: true })
    addTool('dnf', 'exit 1')
    expect(run('script/setup')).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/works without it[\s\S]*sudo dnf install valkey/),
    })
    expect(run('script/setup')).toMatchObject({ status: 0, stderr: '' })
    expect(run('script/setup', ['--need-redis'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('To get one: sudo dnf install valkey'),
    })
    addRedis()
    expect(run('script/setup', ['--need-redis'])).toMatchObject({ status: 0 })
  })
})

describe('bin/tend', () => {
  test('runs from any folder and through a link, with its arguments, in the folder of the caller', () => {
    writeMain(`console.log(JSON.stringify([process.argv.slice(2), process.cwd()]))`)
    symlinkSync(join('my project', 'bin', 'tend'), join(home, 'tend'))
    const { stdout, stderr } = spawnSync(join(home, 'tend'), ['check', 'a b'], {
      cwd: '/',
      env: environment(),
      encoding: 'utf8',
    })
    expect(JSON.parse(stdout)).toEqual([['check', 'a b'], '/'])
    expect(stderr).toContain('set-up: done.')
  })

  test('keeps stdout for the command and prints no warnings of Node', () => {
    writeMain(`process.emitWarning('types are stripped', 'ExperimentalWarning'); console.log('{}')`)
    run('bin/tend')
    expect(run('bin/tend')).toMatchObject({ status: 0, stdout: '{}\n', stderr: '' })
  })

  test('becomes the product, so that a signal reaches it', async () => {
    writeMain(
      `process.on('SIGTERM', () => { console.log('drained'); process.exit(0) }); console.log(process.pid); setInterval(() => {}, 1000)`,
    )
    run('script/setup')
    const tend = spawn(join(project, 'bin/tend'), ['up'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(tend)
    let said = ''
    tend.stdout.on('data', words => {
      said += words
    })
    await vi.waitFor(() => expect(said).toBe(`${tend.pid}\n`), { timeout: 5000 })
    tend.kill('SIGTERM')
    expect(await once(tend, 'exit')).toEqual([0, null])
    expect(said).toContain('drained')
  })

  test('does not start the product when the set-up fails', () => {
    addTool('npm', 'exit 1')
    writeMain(`console.log('started')`)
    expect(run('bin/tend', ['up'])).toMatchObject({ status: 1, stdout: '' })
  })
})
