import { z } from 'zod'

/** The schema of a key or item inside what this schema takes; null when it has none by that name. */
export function schemaInside(schema: z.core.$ZodType | null, part: PropertyKey): z.core.$ZodType | null {
  const form = schema === null ? null : formOf(schema)
  if (form instanceof z.ZodArray) return form.element
  if (form instanceof z.ZodObject) return form.shape[String(part)] ?? null
  if (form instanceof z.ZodRecord) return form.valueType
  if (!(form instanceof z.ZodUnion)) return null
  return form.options.map(option => schemaInside(option, part)).find(inside => inside !== null) ?? null
}

/** The schema without what makes it optional and what becomes of its value. */
export function formOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return formOf(schema.unwrap())
  return schema instanceof z.ZodPipe ? formOf(schema.in) : schema
}

/** A value to show, which the schema takes: the first of the `examples` that it was given; undefined without one. */
export function exampleOf(schema: z.core.$ZodType | null): unknown {
  if (schema === null) return undefined
  const examples = z.globalRegistry.get(schema)?.examples
  if (Array.isArray(examples)) return examples[0]
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return exampleOf(schema.unwrap())
  return schema instanceof z.ZodPipe ? exampleOf(schema.in) : undefined
}

export function isOptional(schema: z.core.$ZodType): boolean {
  return z.safeParse(schema, undefined).success
}
