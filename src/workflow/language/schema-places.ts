import { z } from 'zod'
import { firstProposed } from './proposals.ts'

/** The schema of a key or item inside what this schema takes; undefined when it has none by that name. */
export function schemaInside(schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType | undefined {
  const form = formOf(schema)
  if (form instanceof z.ZodArray) return form.element
  if (form instanceof z.ZodObject) return form.shape[String(part)]
  if (form instanceof z.ZodRecord) return form.valueType
  if (!(form instanceof z.ZodUnion)) return undefined
  return form.options.map(option => schemaInside(option, part)).find(inside => inside !== undefined)
}

/** The schema without what makes it optional and what becomes of its value. */
export function formOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return formOf(schema.unwrap())
  return schema instanceof z.ZodPipe ? formOf(schema.in) : schema
}

/** A value to show, which the schema takes: what editors propose first for it or its parts; undefined without such. */
export function exampleOf(schema: z.core.$ZodType): unknown {
  const own = firstProposed(z.globalRegistry.get(schema) ?? {})
  if (own !== undefined) return own
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return exampleOf(schema.unwrap())
  if (schema instanceof z.ZodPipe) return exampleOf(schema.in)
  if (schema instanceof z.ZodUnion) return schema.options.map(exampleOf).find(example => example !== undefined)
  if (schema instanceof z.ZodObject) return exampleOfMap(schema.shape)
  const item = schema instanceof z.ZodArray ? exampleOf(schema.element) : undefined
  return item === undefined ? undefined : [item]
}

/** The keys that must be there; where none must, all that have an example. */
export function exampleOfMap(shape: Readonly<Record<string, z.core.$ZodType>>, shown: readonly string[] = []) {
  const all = Object.entries(shape)
  const needed = all.filter(([key, schema]) => shown.includes(key) || !isOptional(schema))
  const examples = (needed.length > 0 ? needed : all).map(([key, schema]) => [key, exampleOf(schema)] as const)
  const known = examples.filter(([, example]) => example !== undefined)
  return known.length === 0 || known.length < needed.length ? undefined : Object.fromEntries(known)
}

export function isOptional(schema: z.core.$ZodType): boolean {
  return z.safeParse(schema, undefined).success
}
