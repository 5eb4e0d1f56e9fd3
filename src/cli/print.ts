import { type Command, InvalidArgumentError, Option } from 'commander'

/** Data alone on standard output. */
export function printJson(data: unknown): void {
  process.stdout.write(`${JSON.stringify(data, null, 2)}\n`)
}

export function print(lines: string | string[]): void {
  process.stdout.write(`${[lines].flat().join('\n')}\n`)
}

/** Words for people, beside the data. */
export function tell(words: string): void {
  process.stderr.write(`${words}\n`)
}

/** `--format`, the first of the formats by default. */
export function withFormat(command: Command, formats: string[] = ['text', 'json']): Command {
  const option = new Option('--format <format>', 'how to print it').choices(formats)
  return command.addOption(option.default(formats[0]))
}

/** For options that take a whole number from `least` on. */
export function wholeNumber(least: number): (text: string) => number {
  return text => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= least) return number
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`)
  }
}

/** `1 lead`, `2 leads`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
