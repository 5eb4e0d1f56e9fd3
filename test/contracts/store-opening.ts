import { onTestFinished } from 'vitest'
import type { Store } from '../../src/engine/ports.ts'

export interface OpenedStore {
  store: Store
  /** A second opener of the same data, as another process would be. */
  another(): Promise<Store>
  /** A copy of the data as it is now. */
  copy(): Promise<string>
  /** Closes everything and opens the copy in the place of the data. */
  putBack(copy: string, how?: { withoutEpoch: boolean }): Promise<Store>
  close(): Promise<void>
}

export type OpenStore = () => Promise<OpenedStore>

/** Opens a store for one test and closes it when the test is over, however it ends. */
export async function openFor(open: OpenStore): Promise<OpenedStore> {
  const opened = await open()
  onTestFinished(() => opened.close())
  return opened
}
