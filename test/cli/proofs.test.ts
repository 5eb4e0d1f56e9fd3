import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { PLAIN_SETTINGS } from '../support/product.ts'
import { runTend } from './run-tend.ts'
import { TEMPLATES, WORKFLOWS } from './sample-files.ts'

// Each command line is a process, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

let folder = ''

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tend-proofs-'))
  write('tend.yaml', PLAIN_SETTINGS)
  for (const [name, text] of Object.entries(WORKFLOWS)) write(`workflows/${name}`, text)
  for (const [name, text] of Object.entries(TEMPLATES)) write(`templates/${name}`, text)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('tend prove budget', () => {
  it('says how many mails one lead can get, how, and that the limits are off', async () => {
    const { code, stdout } = await runTend(folder, ['prove', 'budget'])
    expect(code).toBe(0)
    expect(stdout).toContain('Proved: no lead can get more mail than the limits allow')
    expect(stdout).toContain('The run-time limits (gap, 30 days, ceiling) are off')
    expect(stdout).toMatch(/mails in 7 days +2 +–/)
    expect(stdout).toMatch(/\+24 h {2}send-installed-follow-up \(installed\/follow-up\)/)
  })

  it('exits with 1 and names the limit that is exceeded', async () => {
    write(
      'tight.yaml',
      PLAIN_SETTINGS.replace('per-30-days: unlimited', 'per-30-days: 1').replace('gap: 0s', 'gap: 30h'),
    )
    const settings = { TEND_CONFIG: join(folder, 'tight.yaml') }
    const { code, stdout } = await runTend(folder, ['prove', 'budget', '--format', 'json'], settings)
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      holds: false,
      breaches: ['2 mails in 30 days, the limit is 1', 'two mails can be closer together than the gap'],
      gap: { ms: 24 * 3_600_000 },
    })
  })
})

describe('tend prove first-touch', () => {
  it('says at once for a workflow that begins with a mail', async () => {
    const { code, stdout } = await runTend(folder, ['prove', 'first-touch'])
    expect(code).toBe(0)
    expect(stdout).toContain('Proved: the first mail or call comes within 24 hours')
    expect(stdout).toContain('a lead that is new to it: at once')
  })

  it('exits with 1 and names the moment that a workflow is too late for', async () => {
    write('slow/installed.yaml', WORKFLOWS['installed.yaml'].replace('steps:', 'steps:\n  - wait: 2 days'))
    const { code, stdout } = await runTend(folder, ['prove', 'first-touch', '--format', 'json'], {
      TEND_WORKFLOWS: join(folder, 'slow'),
    })
    expect(code).toBe(1)
    const { holds, workflows } = JSON.parse(stdout)
    expect(holds).toBe(false)
    expect(workflows).toMatchObject([
      { workflow: 'installed', provenMs: 50 * 3_600_000, witness: { ms: 50 * 3_600_000 } },
    ])
  })
})

describe('calendar tests', () => {
  it('are printed by simulate and watched over by check', async () => {
    const words = ['simulate', 'installed', '--start', '2026-11-24T09:00', '--format', 'test']
    const { stdout } = await runTend(folder, words)
    expect(stdout).toContain('  - Tue 24 Nov 2026, 09:00 send installed/welcome\n')
    write('workflows/tests/installed.yaml', stdout)
    const kept = await runTend(folder, ['check', '--format', 'json'])
    expect({ code: kept.code, ...JSON.parse(kept.stdout) }).toEqual({ code: 0, problems: [] })
    write(
      'workflows/tests/installed.yaml',
      stdout.replace('09:00 send installed/follow-up', '10:00 send installed/follow-up'),
    )
    const broken = await runTend(folder, ['check'])
    expect(broken.code).toBe(1)
    expect(broken.stdout).toMatch(/tests\/installed\.yaml:8:5 error TEND-C010: expected `Wed 25 Nov 2026, 10:00 send/)
    rmSync(join(folder, 'workflows/tests'), { recursive: true })
  })
})

describe('tend simulate --inbox', () => {
  it('writes every mail of the calendar in three forms, numbered', async () => {
    const inbox = join(folder, 'inbox')
    const { code } = await runTend(folder, ['simulate', 'installed', '--start', '2026-11-24T09:00', '--inbox', inbox])
    expect(code).toBe(0)
    expect(readdirSync(inbox).sort()).toEqual(
      ['01-installed-welcome', '02-installed-follow-up'].flatMap(name => [
        `${name}.eml`,
        `${name}.html`,
        `${name}.txt`,
      ]),
    )
    const mail = await PostalMime.parse(readFileSync(join(inbox, '02-installed-follow-up.eml')))
    expect(mail).toMatchObject({ subject: 'How is Contoso Analytics?', date: '2026-11-25T08:00:00.000Z' })
    expect(readFileSync(join(inbox, '01-installed-welcome.txt'), 'utf8')).toMatch(
      /^Subject: Vítejte v Contoso Analytics/,
    )
  })

  it('shows a mail that goes on from the ones before it under their subject', async () => {
    const path = join(folder, 'workflows/installed.yaml')
    const before = readFileSync(path, 'utf8')
    writeFileSync(path, before.replace('- send: installed/follow-up', '- send: installed/follow-up\n    thread: true'))
    const inbox = join(folder, 'thread')
    const { code, stdout } = await runTend(folder, ['simulate', 'installed', '--format', 'json', '--inbox', inbox])
    writeFileSync(path, before)
    expect(code).toBe(0)
    const subjects = JSON.parse(stdout).calendar.flatMap((entry: { subject: string | null }) => entry.subject ?? [])
    expect(subjects).toEqual(['Vítejte v Contoso Analytics', 'Re: Vítejte v Contoso Analytics'])
    const mail = await PostalMime.parse(readFileSync(join(inbox, '02-installed-follow-up.eml')))
    expect(mail).toMatchObject({ subject: subjects[1], inReplyTo: '<simulated-1@tend.example>' })
  })
})
