const SHOWN_BYTES = 16 * 1024

/** Control characters, and the marks that turn the reading direction round or hide text. */
const TREACHEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** Bytes of a stranger as text that shows everything and plays no tricks. */
export function showBytes(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, SHOWN_BYTES))
  const visible = text.replaceAll('\r\n', '\n').replace(TREACHEROUS, nameCharacter)
  return bytes.byteLength > SHOWN_BYTES ? `${visible}\n… ${bytes.byteLength - SHOWN_BYTES} more bytes` : visible
}

function nameCharacter(character: string): string {
  return `⟨${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`
}
