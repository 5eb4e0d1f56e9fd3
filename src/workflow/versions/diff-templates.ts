import type { CompiledTemplate } from './version.ts'

type Templates = Record<string, CompiledTemplate>

export interface TemplateChange {
  kind: 'template-changed'
  template: string
  words: string
}

/** Which mails read differently, and in what. Names are `name`, or `name.lang` for a variant. */
export function templateChanges(before: Templates, after: Templates): TemplateChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap(name => {
    const words = wordsFor(before[name], after[name])
    return words === null
      ? []
      : [{ kind: 'template-changed', template: name, words: `mail \`${name}\` ${words}` } as const]
  })
}

function wordsFor(old: CompiledTemplate | undefined, now: CompiledTemplate | undefined): string | null {
  if (now === undefined) return 'is not used any more'
  if (old === undefined) return 'is new here'
  const parts = [
    ...(old.subject === now.subject ? [] : [`subject was “${old.subject}”, is “${now.subject}”`]),
    ...(old.preheader === now.preheader ? [] : [`preheader was “${old.preheader}”, is “${now.preheader}”`]),
    ...(old.kind === now.kind ? [] : [`kind was ${old.kind}, is ${now.kind}`]),
    ...bodyWords(old, now),
  ]
  return parts.length === 0 ? null : `differs: ${parts.join('; ')}`
}

function bodyWords(old: CompiledTemplate, now: CompiledTemplate): string[] {
  if (old.text !== now.text) return ['its text changed']
  return old.html === now.html ? [] : ['its looks changed, the text is the same']
}
