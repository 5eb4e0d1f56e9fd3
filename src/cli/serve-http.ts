import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { createHttpApp } from '../http/app.ts'
import { type HttpServer, serveHttp } from '../http/serve.ts'
import { askAmazon } from '../http/webhooks/ask-amazon.ts'
import type { Log } from '../log.ts'
import { systemClock } from '../system-clock.ts'
import { templatePreviews } from './template-previews.ts'

/** Opens the doors: intake, API and dashboard. */
export async function serveApp(app: App, config: Config, log: Log): Promise<HttpServer> {
  const http = createHttpApp({
    engine: app.engine,
    clock: systemClock,
    adminToken: app.secrets.adminToken,
    publicUrl: config.publicUrl,
    secureCookies: config.publicUrl?.startsWith('https:') ?? false,
    settings: () => app.definitions.settings(),
    log,
    askAmazon,
    version: versionOf(config),
    sessionSecret: app.secrets.secret,
    templates: templatePreviews(),
  })
  const server = await serveHttp(http, { host: config.host, port: config.port })
  app.listensAt(server.url)
  return server
}

function versionOf(config: Config): string {
  const manifest = JSON.parse(readFileSync(join(config.projectFolder, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}
