import { type Command, Option } from 'commander'
import type { Config } from '../config.ts'
import type { Endpoint } from '../domain/endpoint.ts'
import type { EndpointView, Engine } from '../engine/engine-api.ts'
import { momentWords, readerZone } from './moments.ts'
import { withEngine } from './open-engine.ts'
import { print, printJson, withFormat } from './print.ts'
import { table } from './table.ts'

interface AddOptions {
  label: string
  offer?: string
  environment: Endpoint['environment']
  format: string
}

export function define(command: Command): void {
  command.description('Ingest URLs: secret addresses that Partner Center sends leads to, best one for each offer.')
  const add = command.command('add').description('Makes an ingest URL and shows it, once.')
  add
    .option('--label <words>', 'what you call it', 'Partner Center')
    .option('--offer <id>', 'publisher.offer of every lead that comes here, unless the lead says otherwise')
    .addOption(
      new Option('--environment <name>', 'test: everything runs, mail is only captured')
        .choices(['live', 'test'])
        .default('live'),
    )
  withFormat(add)
    .addHelpText('after', '\nExample: tend endpoint add --label "Analytics in AppSource" --offer contoso.analytics')
    .action(addEndpoint)
  withFormat(
    command.command('list').description('Lists ingest URLs, with when the last lead and the last test lead came.'),
  ).action(listEndpoints)
  const rotate = command
    .command('rotate')
    .description('Makes a second token beside the old one, so that you can change it in Partner Center.')
  withFormat(rotate.argument('<endpoint>', 'id or label')).action(rotateEndpoint)
  const revoke = command.command('revoke').description('Ends an ingest URL: it answers 404 from now on.')
  revoke.argument('<endpoint>', 'id or label').action(revokeEndpoint)
}

async function addEndpoint({ label, offer, environment, format }: AddOptions): Promise<void> {
  await withEngine(async ({ engine, config }) => {
    const { endpoint, token } = await engine.addEndpoint({ label, offer: offer ?? null, environment })
    const url = urlOf(config, token)
    if (format === 'json') return printNew(endpoint, token, url)
    const what = `${environment === 'test' ? 'test ' : ''}endpoint “${label}” (${endpoint.id})`
    print([
      `The ${what}${offer === undefined ? '' : ` for ${endpoint.offer}`}:`,
      ...urlLines(url),
      ...connectLines(config),
    ])
  })
}

async function rotateEndpoint(id: string, { format }: { format: string }): Promise<void> {
  await withEngine(async ({ engine, config }) => {
    const { endpoint, token } = await engine.rotateEndpoint(await idOf(engine, id))
    const url = urlOf(config, token)
    if (format === 'json') return printNew(endpoint, token, url)
    const both =
      'The old URL works beside it until you rotate again. Change it in Partner Center now and press Validate.'
    print([`A new URL of “${endpoint.label}” (${endpoint.id}):`, ...urlLines(url), both])
  })
}

async function revokeEndpoint(id: string): Promise<void> {
  await withEngine(async ({ engine }) => {
    await engine.revokeEndpoint(await idOf(engine, id))
    print(`Revoked “${id}”: its URLs answer 404 from now on.`)
  })
}

/** The id of a live endpoint that goes by this label; else what was given, which the engine judges. */
async function idOf(engine: Engine, given: string): Promise<string> {
  const live = (await engine.listEndpoints()).filter(({ revokedAt }) => revokedAt === null)
  return live.find(({ id, label }) => id === given || label === given)?.id ?? given
}

async function listEndpoints({ format }: { format: string }): Promise<void> {
  await withEngine(async ({ engine }) => {
    const endpoints = await engine.listEndpoints()
    if (format === 'json') {
      const { presentEndpointView } = await import('../http/present/endpoint.ts')
      return printJson({ items: endpoints.map(presentEndpointView) })
    }
    if (endpoints.length === 0)
      return print('No ingest URLs yet. Make one: tend endpoint add --label "AppSource" --offer contoso.analytics')
    const zone = readerZone()
    print(
      table(
        ['id', 'label', 'offer', 'state', `last lead (${zone})`, 'validated'],
        endpoints.map(row => cells(row, zone)),
      ),
    )
  })
}

function cells(endpoint: EndpointView, zone: string): string[] {
  const { id, label, offer, environment, revokedAt, lastReceiptAt, lastValidatedAt, tokens } = endpoint
  const live = tokens.filter(token => token.revokedAt === null).length
  const state = revokedAt !== null ? 'revoked' : live > 1 ? `${environment}, ${live} tokens` : environment
  return [id, label, offer ?? 'any', state, momentWords(lastReceiptAt, zone), momentWords(lastValidatedAt, zone)]
}

async function printNew(endpoint: Endpoint, token: string, url: string): Promise<void> {
  const { presentEndpoint } = await import('../http/present/endpoint.ts')
  printJson({ endpoint: presentEndpoint(endpoint), token, url })
}

function urlOf(config: Config, token: string): string {
  return `${config.publicUrl ?? `http://${config.host}:${config.port}`}/ingest/${token}`
}

function urlLines(url: string): string[] {
  return ['', `  ${url}`, '', 'It is shown this once: only a hash of it is kept. Whoever has it can send leads.', '']
}

function connectLines({ publicUrl }: Config): string[] {
  const reach =
    'PUBLIC_URL is not set, so the URL works on this machine only: set it to the https address that others reach.'
  return [
    'In Partner Center: your offer > Offer setup > Customer leads > Connect,',
    '  1. choose “HTTPS Endpoint” as lead destination and paste the URL, authentication none,',
    '  2. press Validate: Partner Center sends a test lead, which is never written to,',
    '  3. see `tend endpoint list`: it stands there as validated; then publish the offer.',
    ...(publicUrl === null ? ['', reach] : []),
  ]
}
