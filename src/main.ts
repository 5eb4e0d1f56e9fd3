import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Reading a hundred modules takes longer than what most commands do: keep them compiled beside the packages.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/tend', import.meta.url)))

// `tend leads export | head` closes the pipe early, which is no fault.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0)
  throw error
})

const { runCli } = await import('./cli/run-cli.ts')
process.exitCode = await runCli(process.argv.slice(2))
