/** One page of a list: `next` is the cursor of the following page, or null at the end. */
export interface Page<T> {
  items: T[]
  next: string | null
}

export interface PageRequest {
  /** 1 to 200. */
  limit: number
  cursor: string | null
}
