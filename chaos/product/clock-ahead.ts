/**
 * Loaded before the product: its clock runs ahead, so that what is put off for minutes or days comes in seconds.
 * The order of things stays as it is.
 */
const aheadMs = Number(process.env.CHAOS_AHEAD_MS ?? 0)
const RealDate = Date

globalThis.Date = new Proxy(RealDate, {
  construct: (target, words: [], newTarget) =>
    words.length === 0 ? new target(RealDate.now() + aheadMs) : Reflect.construct(target, words, newTarget),
  get: (target, name, receiver) =>
    name === 'now' ? () => RealDate.now() + aheadMs : Reflect.get(target, name, receiver),
})
