import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type CompletionItem,
  CompletionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type MarkupContent,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
} from 'vscode-languageserver-protocol/node'

const SERVER = fileURLToPath(import.meta.resolve('yaml-language-server/bin/yaml-language-server'))
const LANGUAGE = 'yaml'
/** Where the cursor stands in a text. */
const CURSOR = '‸'

interface Underline {
  said: string
  start: Position
}

interface OpenFile {
  textDocument: { uri: string }
  position: Position
}

/** What an editor with the YAML extension shows for a new file in a folder. */
export interface YamlEditor {
  /** What is proposed at the cursor. */
  complete(folder: string, text: string): Promise<CompletionItem[]>
  /** What is said of the word at the cursor; empty when nothing is. */
  hover(folder: string, text: string): Promise<string>
  /** What is underlined. */
  diagnose(folder: string, text: string): Promise<Underline[]>
  close(): Promise<void>
}

/** Starts the language server that VS Code, Neovim, Helix and others use for YAML. */
export async function openYamlEditor(project: string): Promise<YamlEditor> {
  const server = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const connection = connect(server)
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: pathToFileURL(project).href,
    workspaceFolders: null,
    capabilities: {
      workspace: { configuration: true },
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
        hover: { contentFormat: ['markdown', 'plaintext'] },
        publishDiagnostics: {},
      },
    },
  })
  await connection.sendNotification(InitializedNotification.type, {})
  return {
    complete: async (folder, text) => complete(connection, await openFile(connection, folder, text)),
    hover: async (folder, text) => hover(connection, await openFile(connection, folder, text)),
    diagnose: async (folder, text) => diagnose(connection, await openFile(connection, folder, text)),
    close: () => close(connection, server),
  }
}

/** Texts come plain or as Markdown. */
export function textOf(said: string | MarkupContent): string {
  return typeof said === 'string' ? said : said.value
}

function connect(server: ChildProcess): ProtocolConnection {
  const { stdin, stdout } = server
  if (stdin === null || stdout === null) throw new Error('expected pipes to the language server, but there are none')
  const connection = createProtocolConnection(stdout, stdin)
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(({ section }) => settingsOf(section ?? '')))
  connection.onRequest(RegistrationRequest.type, () => undefined)
  connection.listen()
  return connection
}

/** As the editors have it, but without the catalogue of schemas in the network. */
function settingsOf(section: string): object | null {
  if (section !== LANGUAGE) return null
  return { validate: true, hover: true, completion: true, schemaStore: { enable: false } }
}

async function complete(connection: ProtocolConnection, file: OpenFile): Promise<CompletionItem[]> {
  const found = await connection.sendRequest(CompletionRequest.type, file)
  return Array.isArray(found) ? found : (found?.items ?? [])
}

async function hover(connection: ProtocolConnection, file: OpenFile): Promise<string> {
  const found = await connection.sendRequest(HoverRequest.type, file)
  return textOf((found?.contents as MarkupContent | undefined) ?? '')
}

function diagnose(connection: ProtocolConnection, { textDocument }: OpenFile): Promise<Underline[]> {
  return new Promise(resolve => {
    const listener = connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      if (uri !== textDocument.uri) return
      listener.dispose()
      resolve(diagnostics.map(({ message, range }) => ({ said: textOf(message), start: range.start })))
    })
  })
}

/** A file that was never open before, so that no answer about another one can be taken for its own. */
async function openFile(connection: ProtocolConnection, folder: string, marked: string): Promise<OpenFile> {
  const uri = pathToFileURL(join(folder, `${randomUUID()}.yaml`)).href
  const [before = '', after = ''] = marked.split(CURSOR)
  const lines = before.split('\n')
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: LANGUAGE, version: 1, text: before + after },
  })
  return { textDocument: { uri }, position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 } }
}

async function close(connection: ProtocolConnection, server: ChildProcess): Promise<void> {
  const exited = new Promise(resolve => server.once('exit', resolve))
  await connection.sendRequest(ShutdownRequest.type)
  await connection.sendNotification(ExitNotification.type)
  await exited
  connection.dispose()
}
