/**
 * The value of a place that is always filled, such as a step that a program names itself. Throws a RangeError that says what
 * was expected: that place being empty is a fault of Tend's own, and going on with an invented value would hide it.
 */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new RangeError(`expected ${what}, but there is none`)
  return value
}
