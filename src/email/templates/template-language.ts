import Handlebars from 'handlebars'

/** Words a template may use besides its merge fields, each with how it is written. */
export const BLOCK_WORDS: Record<string, string> = {
  if: '{{#if lead.company}}…{{else}}…{{/if}}',
  unless: '{{#unless lead.company}}…{{/unless}}',
  each: '{{#each mails}}…{{/each}}',
}
export const VALUE_WORDS: Record<string, string> = {
  greeting: '{{greeting "Hello"}}',
  or: '{{or lead.company "your company"}}',
}

export type Render = (context: object) => string

// An instance of our own: nothing that another part of the process registers can reach a mail.
const language = Handlebars.create()
for (const name of ['with', 'lookup', 'log']) language.unregisterHelper(name)
language.registerHelper('greeting', greet)
language.registerHelper('or', pickFirst)

/** The syntax tree of one text; throws the parser's error. */
export function parseTemplateText(text: string): hbs.AST.Program {
  return language.parse(text)
}

/** Checks that a text compiles under the strict settings; throws Handlebars' error. */
export function checkTemplateText(text: string): void {
  language.precompile(text, compileOptions(false))
}

/** Compiles a stored text. HTML escapes every value; plain text (`text`) escapes none. */
export function compileTemplateText(text: string, target: 'html' | 'text'): Render {
  return rendererOf(text, target === 'text')
}

/** The same for HTML whose tree is known: only ever one of `parseTemplateText` (CVE-2026-33937). */
export function compileTemplateTree(tree: hbs.AST.Program): Render {
  return rendererOf(tree, false)
}

function rendererOf(source: string | hbs.AST.Program, noEscape: boolean): Render {
  const template = language.compile(source, compileOptions(noEscape))
  return context => template(context, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false })
}

function compileOptions(noEscape: boolean): CompileOptions {
  return {
    strict: true,
    noEscape,
    knownHelpersOnly: true,
    knownHelpers: { greeting: true, or: true } as unknown as KnownHelpers,
    preventIndent: true,
  }
}

function greet(word: unknown, options: Handlebars.HelperOptions): string {
  const name = options.data.root.lead?.firstName ?? ''
  return name === '' ? String(word) : `${word} ${name}`
}

function pickFirst(...given: unknown[]): unknown {
  // The last one is Handlebars' own options object.
  return given.slice(0, -1).find(value => value !== '') ?? ''
}
