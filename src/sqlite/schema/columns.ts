import { customType } from '../drizzle.ts'

/** Bytes as a plain Uint8Array: the driver wants and gives Buffers, which do not compare equal to what was put in. */
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'blob',
  toDriver: value => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  fromDriver: value => new Uint8Array(value),
})
