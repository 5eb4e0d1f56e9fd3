// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how settings name variables
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { TendError } from '../../src/domain/errors.ts'
import { loadSettings, readSettingsFile } from '../../src/settings.ts'
import { LEAST } from './settings-texts.ts'

const folder = mkdtempSync(join(tmpdir(), 'tend-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const noVariables = () => undefined

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function refusal(reading: Promise<unknown>): Promise<TendError> {
  const error = await reading.catch((thrown: unknown) => thrown)
  if (error instanceof TendError) return error
  throw new Error(`expected a TendError, came ${String(error)}`)
}

test('a good file gives its settings, with its variables', async () => {
  const path = file('good.yaml', LEAST.replace('Contoso\n', '${WHO}\n'))
  const settings = await loadSettings(path, name => (name === 'WHO' ? 'Fabrikam' : undefined))
  expect(settings.publisher.name).toBe('Fabrikam')
})

test('warnings do not keep a file from being loaded, and are told to those who ask', async () => {
  const path = file('warned.yaml', `${LEAST}crm: x\n`)
  expect((await loadSettings(path, noVariables)).teams).toHaveLength(1)
  expect((await readSettingsFile(path, noVariables)).problems).toMatchObject([{ code: 'TEND-S024', file: path }])
})

test('a file that is not there: how to make one', async () => {
  const path = join(folder, 'nowhere.yaml')
  const { code, message, nextAction } = await refusal(loadSettings(path, noVariables))
  expect(code).toBe('bad-settings')
  expect(message).toContain(`${path}, but there is no such file`)
  expect(nextAction).toContain('Copy the tend.yaml of the repository')
})

test('a folder in its place is not a missing file', async () => {
  const { message } = await refusal(readSettingsFile(folder, noVariables))
  expect(message).toContain('cannot be read (EISDIR)')
})

test('all errors of a bad file come in one, without the warnings', async () => {
  const path = file('bad.yaml', `${LEAST}zone: Prag\ncrm: x\nlimits: 5\n`)
  const { code, message } = await refusal(loadSettings(path, noVariables))
  expect(code).toBe('bad-settings')
  expect(message.split('\n')).toEqual([
    'the settings cannot be used:',
    expect.stringContaining(`${path}:7:7 error TEND-S012: \`Prag\` is not a time zone`),
    expect.stringContaining(`${path}:9:9 error TEND-S010: \`limits\` must be`),
  ])
})

test('bytes that are no UTF-8 are refused rather than guessed', async () => {
  const { message, nextAction } = await refusal(
    loadSettings(file('latin.yaml', Buffer.from([0xe9, 0x3a])), noVariables),
  )
  expect(message).toContain('UTF-8')
  expect(nextAction).toBe('Save the file as UTF-8.')
})
