import { z } from 'zod'
import { text } from '../language/keys.ts'
import { refuse } from '../language/refusals.ts'
import { valueStart } from '../language/source.ts'
import { stepKind } from './step-kind.ts'

const TAGS = 'a tag, or a list of tags'

export const tag = stepKind({
  kind: 'tag',
  description: 'Adds tags to the lead, and takes others away.',
  keys: {
    tag: tags('hot', 'Tags to add: one, or a list.'),
    remove: tags('cold', 'Tags to take away: one, or a list.').optional(),
  },
  review: (map, { tag: add, remove }, { report }) => {
    const both = listOf(remove).find(word => listOf(add).includes(word))
    if (both !== undefined)
      report.add('wrong-value', valueStart(map, 'remove'), {
        message: `\`${both}\` is added and taken away in one step`,
        hint: 'Keep one of them.',
      })
  },
  compile: (base, values) => ({ ...base, kind: 'tag', add: listOf(values.tag), remove: listOf(values.remove) }),
  describe: ({ add, remove }) => `tag ${[...add, ...remove.map(word => `not ${word}`)].join(', ')}`,
})

function tags(example: string, description: string) {
  const one = text(TAGS, 60).superRefine((written, ctx) => {
    const words = written.split(',').map(word => word.trim())
    if (words.length < 2) return
    refuse(ctx, {
      problem: 'wrong-value',
      message: `\`${written.slice(0, 60)}\` would be one tag`,
      hint: `Write a list: \`[${words.join(', ').slice(0, 100)}]\`.`,
    })
  })
  return z
    .union([one, z.array(one, { error: TAGS }).min(1, TAGS)], { error: TAGS })
    .meta({ description, examples: [example] })
}

function listOf(written: string | string[] | undefined): string[] {
  return [...new Set(written === undefined ? [] : [written].flat())]
}
