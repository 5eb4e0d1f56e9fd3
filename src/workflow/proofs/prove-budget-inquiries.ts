import { KNOWN_ACTIONS } from '../../domain/inquiry/inquiry.ts'
import { countForKeys } from '../check/check-routing.ts'
import { globMatches } from '../language/glob.ts'
import type { Matcher, Program } from '../program.ts'

/** How often a lead may enter a workflow within a window, and by what. */
export interface Entrances {
  workflow: string
  /** Enrollments that may begin within the window. */
  count: number
  /** Actions that start it; empty when only `start` leads into it. */
  actions: string[]
}

/** Actions that may start something; `unknown` stands for none and for every code that is not documented. */
const ACTIONS: string[] = [...KNOWN_ACTIONS.filter(action => action !== 'DNC'), 'unknown']

/**
 * Enrollments that one inquiry per action and configured offer may begin within `windowMs`, the same inquiry again as
 * often as `again: after …` allows. An inquiry enters one workflow: of those that match, any that no other one always
 * wins against. Pure.
 */
export function entrancesOf(programs: Program[], offers: string[], windowMs: number): Entrances[] {
  const inquiries = ACTIONS.flatMap(action => offersAskedAbout(programs, offers).map(offer => ({ action, offer })))
  return programs.map(program => {
    const own = inquiries.filter(inquiry => mayTake(program, inquiry, programs))
    const { workflow } = program
    return {
      workflow,
      count: enrollments(program, own, windowMs),
      actions: [...new Set(own.map(({ action }) => action))],
    }
  })
}

interface Asked {
  action: string
  offer: string
}

/** A pattern that fits no configured offer stands for an offer of its own. */
function offersAskedAbout(programs: Program[], configured: string[]): string[] {
  const offers = configured.length === 0 ? ['any'] : configured
  const patterns = programs.flatMap(program => program.for.offers)
  return [...offers, ...new Set(patterns.filter(glob => !offers.some(offer => globMatches(glob, offer))))]
}

function mayTake(program: Program, asked: Asked, programs: Program[]): boolean {
  if (!fits(program.for, asked)) return false
  const surer = programs.filter(other => other !== program && isCertain(other.for) && fits(other.for, asked))
  return !surer.some(other => winsAgainst(other, program))
}

function fits(matcher: Matcher, { action, offer }: Asked): boolean {
  const ofAction = matcher.actions.length === 0 || matcher.actions.includes(action)
  return (
    ofAction && (matcher.offers.length === 0 || matcher.offers.some(glob => glob === offer || globMatches(glob, offer)))
  )
}

/** Takes every inquiry about the action and offer, whatever else it says. */
function isCertain(matcher: Matcher): boolean {
  return matcher.sources.length === 0 && matcher.if === null
}

function winsAgainst(one: Program, other: Program): boolean {
  return one.rank - other.rank > 0 || (one.rank === other.rank && countForKeys(one.for) > countForKeys(other.for))
}

function enrollments({ again }: Program, asked: Asked[], windowMs: number): number {
  const offers = new Set(asked.map(({ offer }) => offer)).size
  switch (again.kind) {
    case 'never':
      return Math.min(1, offers)
    case 'per offer':
      return offers
    case 'always':
      return asked.length
    case 'after':
      return offers * Math.max(1, Math.ceil(windowMs / Math.max(1, again.ms)))
  }
}
