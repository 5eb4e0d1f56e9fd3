import { z } from 'zod'

/** A step inside a list. Steps are read verb first, so this schema takes anything; editors get the schema of steps. */
export const anyStep = z.unknown()
