import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Definitions } from '../definitions/read-definitions.ts'
import type { ApiLead } from '../domain/inquiry/api-lead.ts'
import type { Settings } from '../domain/settings.ts'
import type { Problem } from '../workflow/problem.ts'
import { runCalendarTest } from '../workflow/proofs/calendar-test.ts'
import { unstoredLead } from './unstored-lead.ts'

/** Runs every calendar test in the `tests` folder beside the workflows. */
export async function runCalendarTests(
  workflowsFolder: string,
  { versions, workflowIds }: Definitions,
  settings: Settings,
): Promise<Problem[]> {
  const folder = join(workflowsFolder, 'tests')
  const names = await readdir(folder).catch(() => [])
  const files = names.filter(name => /\.ya?ml$/.test(name)).sort()
  const run = async (name: string) => {
    const file = join(folder, name)
    const text = await readFile(file, 'utf8')
    const near = relative(process.cwd(), file)
    return runCalendarTest({
      file: near.startsWith('..') ? file : near,
      text,
      versions,
      workflowIds,
      settings,
      arrive: (body, own, at) => unstoredLead(body as ApiLead, own, at),
    }).problems
  }
  return (await Promise.all(files.map(run))).flat()
}
