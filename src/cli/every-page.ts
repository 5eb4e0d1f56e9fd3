import type { Page, PageRequest } from '../domain/page.ts'

/** Everything of a list, a page at a time. */
export async function* everyPage<T>(read: (page: PageRequest) => Promise<Page<T>>): AsyncGenerator<T> {
  let cursor: string | null = null
  do {
    const page: Page<T> = await read({ limit: 200, cursor })
    yield* page.items
    cursor = page.next
  } while (cursor !== null)
}
