import {
  compileTemplateText,
  compileTemplateTree,
  parseTemplateText,
  type Render,
} from '../templates/template-language.ts'
import { quotedPrintable } from './quoted-printable.ts'

// No value holds it (see merge-context), so it can only come from here.
const MARK = '\u0001'

/**
 * Compiles one HTML text to its quoted-printable form: lines without a merge field are encoded once, here, the others with
 * every mail. An encoded line depends on no other line, so the bytes are those of the whole text encoded at once.
 */
export function compileEncodedPart(text: string): Render {
  if (text.includes(MARK)) return encodedAtOnce(text)
  const tree = parseTemplateText(text)
  const encoded: string[] = []
  setAsideLines(tree, encoded)
  const render = compileTemplateTree(tree)
  return values => {
    // What stands between two marks is the place of the lines set aside.
    const pieces = render(values).split(MARK)
    return pieces.map((piece, at) => (at % 2 === 0 ? quotedPrintable(piece) : encoded[Number(piece)])).join('')
  }
}

function encodedAtOnce(text: string): Render {
  const render = compileTemplateText(text, 'html')
  return values => quotedPrintable(render(values))
}

function setAsideLines(program: hbs.AST.Program, encoded: string[]): void {
  for (const statement of program.body) {
    if (isContent(statement)) statement.value = withoutLines(statement.value, encoded)
    else if (isBlock(statement)) {
      for (const branch of [statement.program, statement.inverse]) if (branch) setAsideLines(branch, encoded)
    }
  }
}

/** The first line may have begun in a field, and the last may end in one: what is between them is set aside. */
function withoutLines(text: string, encoded: string[]): string {
  const start = text.indexOf('\n') + 1
  const end = text.lastIndexOf('\n') + 1
  if (end <= start) return text
  encoded.push(quotedPrintable(text.slice(start, end)))
  return `${text.slice(0, start)}${MARK}${encoded.length - 1}${MARK}${text.slice(end)}`
}

function isContent(statement: hbs.AST.Statement): statement is hbs.AST.ContentStatement {
  return statement.type === 'ContentStatement'
}

function isBlock(statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement {
  return statement.type === 'BlockStatement'
}
