const ACTIONS: Record<string, string> = {
  INS: 'got the product',
  PLT: 'asked to be contacted',
  DNC: 'asked another partner to make contact',
  Create: 'bought the product in the Azure portal',
  StartTestDrive: 'started a test drive',
}

const SOURCES: Record<string, string> = {
  AzureMarketplace: 'Azure Marketplace',
  AzurePortal: 'the Azure portal',
  AppSource: 'Microsoft AppSource',
  TestDrive: 'a Microsoft test drive',
}

/** What the customer did, as a person says it; unknown codes stay visible. */
export function actionWords(action: string): string {
  return ACTIONS[action] ?? (action === '' ? 'sent an inquiry' : `sent an inquiry (${action})`)
}

/** The same to follow “you”; empty when the code is unknown, so that a letter says nothing odd. */
export function ownActionWords(action: string): string {
  return ACTIONS[action] ?? ''
}

/** Where it happened, as a person says it. */
export function sourceWords(source: string): string {
  return SOURCES[source] ?? (source === '' ? 'the Microsoft marketplace' : source)
}
