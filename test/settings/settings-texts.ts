import { readSettings, type SettingsReading } from '../../src/settings.ts'

/** The least that a file must hold, with a team so that nothing is warned of. Sections of a test follow it. */
export const LEAST = `publisher:
  name: Contoso
  postal-address: 1 Main Street, Prague
  privacy-url: https://contoso.example/privacy
  sender: {name: Jana at Contoso, email: jana@contoso.example}
teams: {sales: {members: [{name: Sam, email: sam@contoso.example}]}}
`

export function read(text: string, variables: Record<string, string> = {}): SettingsReading {
  return readSettings({ file: 'tend.yaml', text }, name => variables[name])
}

/** Reads the least file with more sections; throws when it has a problem. */
export function readGood(sections: string) {
  const { settings, problems } = read(LEAST + sections)
  if (settings === null || problems.length > 0) throw new Error(JSON.stringify(problems, null, 2))
  return settings
}

/** `line:column code message — hint`, to compare a whole reading at a glance; lines count from the first section. */
export function told(sections: string, variables: Record<string, string> = {}): string[] {
  const before = LEAST.split('\n').length - 1
  return read(LEAST + sections, variables).problems.map(
    ({ line, column, code, message, hint }) => `${line - before}:${column} ${code} ${message} — ${hint ?? ''}`,
  )
}
