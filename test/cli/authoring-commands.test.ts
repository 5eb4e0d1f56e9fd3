import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyDkim } from '../support/dkim-verifier.ts'
import { PLAIN_SETTINGS } from '../support/product.ts'
import { startSmtpSink } from '../support/smtp-sink.ts'
import { runTend } from './run-tend.ts'
import { TEMPLATES, WORKFLOWS } from './sample-files.ts'

// Each command line is a process, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

let folder = ''

function write(path: string, text: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
  return join(folder, path)
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tend-cli-'))
  write('tend.yaml', PLAIN_SETTINGS)
  for (const [name, text] of Object.entries(WORKFLOWS)) write(`workflows/${name}`, text)
  for (const [name, text] of Object.entries(TEMPLATES)) write(`templates/${name}`, text)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('tend simulate', () => {
  it('prints every step that acts as JSON, in time order, with subject and reasons, and needs no database', async () => {
    const lead = write(
      'lead.json',
      JSON.stringify({ email: 'joe@fabrikam.example', country: 'JP', action: 'INS', offer: 'contoso.analytics' }),
    )
    const { code, stdout, stderr } = await runTend(folder, [
      'simulate',
      'installed',
      '--lead',
      lead,
      '--start',
      '2026-11-24T10:00:00Z',
      '--format',
      'json',
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { workflow, calendar, end } = JSON.parse(stdout)
    expect(workflow).toBe('installed')
    expect(calendar).toMatchObject([
      {
        at: '2026-11-24T10:00:00.000Z',
        local: '2026-11-24T19:00:00+09:00',
        zone: 'Asia/Tokyo',
        step: 'send-installed-welcome',
        kind: 'send',
        template: 'installed/welcome',
        subject: 'Welcome to Contoso Analytics',
      },
      { at: '2026-11-25T10:00:00.000Z', kind: 'send', subject: 'How is Contoso Analytics?' },
      {
        at: '2026-11-25T10:00:00.000Z',
        kind: 'escalate',
        template: null,
        subject: null,
        because: ['has not answered two mails'],
      },
    ])
    expect(calendar[1].because).toEqual([expect.stringContaining('wait 24 hours')])
    expect(end).toEqual({ at: '2026-11-25T10:00:00.000Z', status: 'finished', reason: 'no answer' })
  })

  it('takes a path, a persona and a start in local time, and reads as a calendar', async () => {
    const { code, stdout } = await runTend(folder, [
      'simulate',
      'workflows/installed.yaml',
      '--persona',
      'replies',
      '--start',
      '2026-11-24T09:00',
    ])
    expect(code).toBe(0)
    expect(stdout).toContain('Tue, 24 Nov 2026\n  09:00  send       installed/welcome  “Vítejte v Contoso Analytics”')
    expect(stdout).toContain('because the inquiry came in')
    expect(stdout).toMatch(/It is stopped on .*: reply\./)
    expect(stdout).not.toContain('installed/follow-up')
  })

  it('shows nothing at all for a do-not-contact lead', async () => {
    const lead = write('dnc.json', JSON.stringify({ email: 'joe@fabrikam.example', action: 'DNC' }))
    const { stdout } = await runTend(folder, ['simulate', 'installed', '--lead', lead, '--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ calendar: [], end: { status: 'stopped' } })
  })

  it('names the nearest workflow, and what was expected of an option: wrong use', async () => {
    const [unknown, persona, start] = await Promise.all([
      runTend(folder, ['simulate', 'instaled']),
      runTend(folder, ['simulate', 'installed', '--persona', 'grumpy']),
      runTend(folder, ['simulate', 'installed', '--start', 'soon']),
    ])
    expect([unknown.code, persona.code, start.code]).toEqual([2, 2, 2])
    expect(unknown.stderr).toContain('Did you mean `installed`?')
    expect(persona.stderr).toContain('silent, replies, clicks, bounces, unsubscribes')
    expect(start.stderr).toContain('Expected --start as ISO 8601')
  })

  it('goes on into the workflow that a start names, as tend check does', async () => {
    const path = write(
      'linked/first.yaml',
      'for: {action: [INS]}\nsteps:\n  - send: installed/welcome\n  - start: second\n',
    )
    write('linked/second.yaml', 'for: {if: "false"}\nsteps:\n  - wait: 3 days\n  - send: installed/follow-up\n')
    const { code, stdout } = await runTend(folder, ['simulate', path, '--format', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).calendar).toMatchObject([
      { template: 'installed/welcome' },
      { kind: 'start' },
      { template: 'installed/follow-up' },
    ])
  })

  it('prints the problems of a broken file, and of no other: findings', async () => {
    const path = write(
      'drafts/broken.yaml',
      'title: Broken\nfor: {action: [INS]}\nsteps:\n  - sned: installed/welcome\n',
    )
    write('drafts/other.yaml', 'nonsense')
    const { code, stdout, stderr } = await runTend(folder, ['simulate', path])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/broken\.yaml:4:5 error TEND-W\d+/)
    expect(stderr).not.toContain('other.yaml')
  })
})

describe('tend diagram', () => {
  it('draws for the terminal and as Mermaid', async () => {
    const [text, mermaid] = await Promise.all([
      runTend(folder, ['diagram', 'installed']),
      runTend(folder, ['diagram', 'installed', '--format', 'mermaid']),
    ])
    expect(text.stdout).toMatch(/│ +wait 24 hours +│/)
    expect(mermaid.stdout).toMatch(/^flowchart TD\n/)
  })
})

describe('tend preview', () => {
  it('shows a mail in the language asked for, and as a whole message in a file', async () => {
    const out = join(folder, 'welcome.eml')
    const [text, mail] = await Promise.all([
      runTend(folder, ['preview', 'installed/welcome', '--lang', 'cs']),
      runTend(folder, ['preview', 'installed/follow-up', '--format', 'eml', '--out', out]),
    ])
    expect(text.stdout).toMatch(/^Subject: Vítejte v Contoso Analytics\n[\s\S]*Dobrý den Jana,/)
    expect(mail).toMatchObject({ code: 0, stdout: '' })
    const parsed = await PostalMime.parse(readFileSync(out))
    expect(parsed.subject).toBe('How is Contoso Analytics?')
    expect(parsed.html).toContain('how is it?')
  })

  it('shows the very file that is named, and a variant where a language or a lead asks for it', async () => {
    const lead = join(folder, 'czech-lead.json')
    writeFileSync(lead, JSON.stringify({ email: 'eva@firma.example', firstName: 'Eva', country: 'CZ', action: 'PLT' }))
    const [plain, czech] = await Promise.all([
      runTend(folder, ['preview', 'installed/welcome']),
      runTend(folder, ['preview', 'installed/welcome', '--lead', lead]),
    ])
    expect(plain.stdout).toMatch(/^Subject: Welcome/)
    expect(czech.stdout).toMatch(/^Subject: Vítejte/)
  })

  it('names the nearest template, and the languages there are: wrong use', async () => {
    const [unknown, language] = await Promise.all([
      runTend(folder, ['preview', 'installed/welcom']),
      runTend(folder, ['preview', 'installed/welcome', '--lang', 'de']),
    ])
    expect([unknown.code, language.code]).toEqual([2, 2])
    expect(unknown.stderr).toContain('Did you mean `installed/welcome`?')
    expect(language.stderr).toContain('Known languages: cs.')
  })
})

describe('tend send-test', () => {
  it('sends one mail through the mail server', async () => {
    const sink = await startSmtpSink()
    try {
      const { code, stdout } = await runTend(
        folder,
        ['send-test', 'installed/follow-up', '--to', 'me@contoso.example'],
        { SMTP_URL: sink.url },
      )
      expect(code).toBe(0)
      expect(stdout).toContain('Sent “How is Contoso Analytics?” to me@contoso.example')
      expect(sink.mails.map(({ to }) => to)).toEqual([['me@contoso.example']])
    } finally {
      await sink.stop()
    }
  })

  it('signs it and names its links and its sender as production does', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const path = join(folder, 'signed.yaml')
    writeFileSync(
      path,
      `${PLAIN_SETTINGS}mailbox: {return-path: bounces@contoso.example}
dkim: {domain: contoso.example, selector: tend, key: "\${DKIM_KEY}"}
links: {utm: {source: marketplace}}
`,
    )
    const sink = await startSmtpSink()
    try {
      const { code } = await runTend(folder, ['send-test', 'installed/follow-up', '--to', 'me@contoso.example'], {
        SMTP_URL: sink.url,
        TEND_CONFIG: path,
        MAIL_FROM: 'Sales <sales@mail.contoso.example>',
        DKIM_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      })
      expect(code).toBe(0)
      const [mail] = sink.mails
      expect(mail?.from).toBe('bounces@contoso.example')
      expect(mail?.bytes.toString()).toContain('\r\nFrom: Sales <sales@mail.contoso.example>\r\n')
      expect(mail?.bytes.toString().replace(/=\r\n/g, '')).toContain('/privacy?utm_source=3Dmarketplace')
      expect(verifyDkim(mail?.bytes ?? new Uint8Array(), publicKey).because).toBe('')
    } finally {
      await sink.stop()
    }
  })

  it('captures it in a file while no mail server is set, and refuses what is no address', async () => {
    const [captured, refused] = await Promise.all([
      runTend(folder, ['send-test', 'installed/follow-up', '--to', 'me@contoso.example']),
      runTend(folder, ['send-test', 'installed/follow-up', '--to', 'me']),
    ])
    expect(captured.stdout).toContain('Captured, not sent: SMTP_URL is not set.')
    expect(readFileSync(join(folder, 'data', 'send-test.eml'), 'utf8')).toMatch(/^To: <?me@contoso\.example/m)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
  })
})
