import type { ErrorCode } from 'yaml'

const INDENT = 'Line the text up with its neighbours, and close every bracket that is open.'
const OUT = 'Write the value out where it is used.'
const QUOTES = "Put the whole text in quotes: `note: '…'`."

/** What to write instead, for everything that the parser of YAML can complain of. */
export const SYNTAX_HINTS: Record<ErrorCode, string> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_ALIAS: 'Put a text that begins with `*` in quotes: `["*"]`.',
  BLOCK_AS_IMPLICIT_KEY: 'Line the text up with its neighbours, and put a space after each `:`.',
  BAD_INDENT: INDENT,
  MULTIPLE_DOCS: 'One file holds one workflow: take the `---` out.',
  MISSING_CHAR: 'Line the text up with its neighbours, and close every quote or bracket that is open.',
  BLOCK_IN_FLOW: 'Inside `[…]` and `{…}` write all on one line with commas: `{days: mon-fri, from: "09:00"}`.',
  BAD_SCALAR_START: QUOTES,
  BAD_DQ_ESCAPE: 'Put the text in single quotes, or write a backslash twice: `"C:\\\\mail"`.',
  BAD_DIRECTIVE: 'Take the line that begins with `%` out; a text that begins with `%` wants quotes.',
  DUPLICATE_KEY: 'Keep one of them.',
  KEY_OVER_1024_CHARS: "Put a space after the `:` of the key, and its value in quotes: `note: '…'`.",
  MULTILINE_IMPLICIT_KEY: 'Put `key: value` on one line, and close every quote and bracket that is open.',
  NON_STRING_KEY: 'Write the key as a word: `note: …`.',
  UNEXPECTED_TOKEN: QUOTES,
  ALIAS_PROPS: OUT,
  MULTIPLE_ANCHORS: OUT,
  BAD_PROP_ORDER: OUT,
  MULTIPLE_TAGS: 'Take the `!…` out, or put the whole text in quotes.',
  TAG_RESOLVE_FAILED: 'Take the `!…` out, or put the whole text in quotes.',
  BAD_COLLECTION_TYPE: 'Take the `!…` out: a list has `- ` before each entry, a map has `key: value`.',
  RESOURCE_EXHAUSTION: 'Split it into several workflows.',
  IMPOSSIBLE: INDENT,
}
