/** To come. */
export function returnDay(_text: string, _receivedAt: number): string | null {
  return null
}
