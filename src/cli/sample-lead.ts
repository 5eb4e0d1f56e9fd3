import { readFileSync } from 'node:fs'
import { TendError } from '../domain/errors.ts'
import type { ApiLead } from '../domain/inquiry/api-lead.ts'
import type { Settings } from '../domain/settings.ts'
import { globMatches } from '../workflow/language/glob.ts'
import type { Matcher } from '../workflow/program.ts'

/** A made-up lead that the workflow is for, as far as its `for` names actions, sources and offers. */
export function sampleLead(settings: Settings, matcher?: Matcher): ApiLead {
  return {
    email: 'jana.novakova@example.com',
    firstName: 'Jana',
    lastName: 'Nováková',
    company: 'Example s.r.o.',
    title: 'Data Analyst',
    phone: '+420601234567',
    country: 'CZ',
    action: sampleAction(matcher?.actions ?? []),
    source: matcher?.sources[0] ?? 'AzureMarketplace',
    offer: sampleOffer(settings, matcher?.offers ?? []),
  }
}

/** The body of `POST /leads` in a file, or on standard input for `-`. Throws `wrong-use`. */
export function readLeadFile(path: string): ApiLead {
  const text = readText(path)
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as ApiLead
  } catch (cause) {
    throw badLeadFile(`Expected a JSON object in ${path}: ${cause instanceof Error ? cause.message : 'unreadable'}.`)
  }
  throw badLeadFile(`Expected a JSON object in ${path}, came another kind of JSON.`)
}

function sampleAction(actions: string[]): string {
  const [action = 'PLT'] = actions
  return action === 'unknown' ? 'FreeTrial' : action
}

function sampleOffer(settings: Settings, globs: string[]): string {
  const configured = Object.keys(settings.offers)
  if (globs.length === 0) return configured[0] ?? 'contoso.sample'
  const known = configured.find(offer => globs.some(glob => globMatches(glob, offer)))
  return known ?? (globs[0] ?? '*').replaceAll('*', 'sample')
}

function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8').replace(/^\uFEFF/, '')
  } catch {
    throw badLeadFile(`Expected a file with a lead, but ${path} cannot be read.`)
  }
}

function badLeadFile(message: string): TendError {
  return new TendError({
    code: 'wrong-use',
    message,
    nextAction: 'Give the body of POST /api/v1/leads, for example {"email": "jana@example.com", "action": "PLT"}.',
  })
}
