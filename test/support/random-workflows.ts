import fc from 'fast-check'
import type { Program, Step, StepBase } from '../../src/workflow/program.ts'

const HOUR = 3_600_000

/** A step before it has its place: `far` says how many steps on its branches lead, beyond the next. */
interface Sketch {
  kind: 'send' | 'wait' | 'wait-for' | 'choose' | 'split' | 'start' | 'finish' | 'score'
  hours: number
  days: number
  unit: 'elapsed' | 'days' | 'business days' | 'clock'
  far: number[]
  hasIf: boolean
  signal: string
  patience: boolean
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  kind: fc.constantFrom(
    'send',
    'send',
    'send',
    'wait',
    'wait',
    'wait-for',
    'choose',
    'split',
    'start',
    'finish',
    'score',
  ),
  hours: fc.integer({ min: 1, max: 90 }),
  days: fc.integer({ min: 1, max: 7 }),
  unit: fc.constantFrom('elapsed', 'elapsed', 'days', 'business days', 'clock'),
  far: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
  hasIf: fc.constantFrom(false, false, false, true),
  signal: fc.constantFrom('reply', 'click'),
  patience: fc.boolean(),
})

type Head = Pick<Program, 'again' | 'rank' | 'stopOn'> & { actions: string[]; narrow: boolean; hasHours: boolean }

const head: fc.Arbitrary<Head> = fc.record({
  actions: fc.uniqueArray(fc.constantFrom('PLT', 'INS', 'Create', 'unknown'), { maxLength: 2 }),
  again: fc.constantFrom<Program['again']>(
    { kind: 'per offer' },
    { kind: 'never' },
    { kind: 'always' },
    { kind: 'after', ms: 60 * HOUR },
  ),
  rank: fc.integer({ min: 0, max: 2 }),
  stopOn: fc.uniqueArray(fc.constantFrom('reply', 'click'), { maxLength: 2 }),
  narrow: fc.boolean(),
  hasHours: fc.boolean(),
})

/** Two or three workflows of at the most five steps; every branch leads forward, so that they end. */
export const someWorkflows: fc.Arbitrary<Program[]> = fc
  .array(fc.tuple(head, fc.array(sketch, { minLength: 1, maxLength: 5 })), { minLength: 2, maxLength: 3 })
  .map(drafts => drafts.map(([top, steps], place) => workflowOf(`w${place}`, top, steps)))

function workflowOf(id: string, top: Head, sketches: Sketch[]): Program {
  const steps = sketches.map((one, index) => stepOf(one, { id, index, count: sketches.length }))
  return {
    workflow: id,
    title: id,
    for: { actions: top.actions, sources: [], offers: [], if: top.narrow ? 'lead.company != ""' : null },
    again: top.again,
    rank: top.rank,
    stopOn: top.stopOn,
    hours: top.hasHours ? { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'lead' } : null,
    formerly: [],
    entry: 's0',
    steps: Object.fromEntries(steps.map(step => [step.id, step])),
  }
}

/** A workflow without branches, its mails all different. */
export function straightWorkflow(waits: { hours: number }[]): Program {
  const plain = { days: 1, unit: 'elapsed', far: [0, 0], hasIf: false, signal: 'reply', patience: false } as const
  const sketches = waits.flatMap(({ hours }): Sketch[] => [
    { ...plain, far: [0, 0], kind: 'send', hours },
    { ...plain, far: [0, 0], kind: 'wait', hours },
  ])
  const top = {
    actions: ['PLT'],
    again: { kind: 'per offer' as const },
    rank: 0,
    stopOn: [],
    narrow: false,
    hasHours: false,
  }
  return workflowOf('straight', top, [...sketches, { ...plain, far: [0, 0], kind: 'send', hours: 1 }])
}

function stepOf(one: Sketch, at: { id: string; index: number; count: number }): Step {
  const { index, count } = at
  const place = (ahead: number) => (index + ahead < count ? `s${index + ahead}` : null)
  const [near = 0, far = 0] = one.far
  const base: StepBase = { id: `s${index}`, next: place(1), if: one.hasIf ? CONDITION : null, note: null, line: index }
  switch (one.kind) {
    case 'send':
      return { ...base, kind: 'send', template: `${at.id}/t${index}`, expires: { kind: 'days', days: 7 }, hours: null }
    case 'wait':
      return { ...base, kind: 'wait', time: waitOf(one) }
    case 'wait-for': {
      const upTo = one.patience ? { kind: 'elapsed' as const, ms: one.hours * HOUR } : null
      const branches = branchesOf({ heard: place(1 + near), silent: place(1 + far) })
      return { ...base, kind: 'wait-for', signal: one.signal, upTo, ...branches }
    }
    case 'choose': {
      const arms = [
        { name: '1', if: CONDITION, to: place(1 + near) },
        { name: '2', if: 'enrollment.days >= 1', to: place(1 + far) },
      ]
      return { ...base, kind: 'choose', arms }
    }
    case 'split': {
      const arms = [
        { name: 'a', weight: 50, to: place(1 + near) },
        { name: 'b', weight: 50, to: place(1 + far) },
      ]
      return { ...base, kind: 'split', arms }
    }
    case 'start':
      return { ...base, kind: 'start', workflow: `w${Number(at.id.slice(1)) + 1}` }
    case 'finish':
      return { ...base, kind: 'finish', reason: 'done' }
    case 'score':
      return { ...base, kind: 'score', points: 1, because: 'a step' }
  }
}

function branchesOf({ heard, silent }: { heard: string | null; silent: string | null }) {
  return Object.fromEntries([
    ['then', heard],
    ['otherwise', silent],
  ]) as { then: string | null; otherwise: string | null }
}

/** About half of the leads fit it. */
const CONDITION = 'lead.title != ""'

function waitOf({ unit, hours, days }: Sketch): Extract<Step, { kind: 'wait' }>['time'] {
  if (unit === 'elapsed') return { kind: 'elapsed', ms: hours * HOUR }
  if (unit === 'clock') return { kind: 'clock', time: '09:00', days: [1, 3, 5] }
  return { kind: unit, days }
}
