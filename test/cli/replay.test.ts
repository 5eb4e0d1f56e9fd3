import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'
import { runTend } from './run-tend.ts'

// Each command line is a process, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

let product: Product

beforeAll(async () => {
  product = await startProduct({ start: '2026-11-20T10:00:00Z', ...TWO_WORKFLOWS })
  await product.deliver(leadBody())
  await product.deliver(leadBody({ action: 'INS', details: { email: 'joe@example.com' } }))
  await product.drainDue('2026-11-20T20:00:00Z')
  await product.deliver(leadBody({ action: 'Create' }))
  await product.drainDue('2026-11-20T21:00:00Z')
})

afterAll(() => product.close())

async function replay(...words: string[]) {
  const { code, stdout, stderr } = await runTend(product.folder, ['replay', ...words])
  return { code, stdout, stderr }
}

describe('tend replay', () => {
  it('finds nothing changed with the files that ran, a purchase included', async () => {
    const { code, stdout } = await replay('--since', '2026-11-20', '--format', 'json')
    expect(code).toBe(0)
    const { totals, inquiries } = JSON.parse(stdout)
    expect(totals).toEqual({
      started: { before: 2, after: 2 },
      unrouted: { before: 1, after: 1 },
      mails: { before: 3, after: 3 },
      qualified: { before: 0, after: 0 },
    })
    expect(inquiries.map(({ changed }: { changed: boolean }) => changed)).toEqual([false, false, false])
    expect(inquiries.find(({ action }: { action: string }) => action === 'PLT')).toMatchObject({
      action: 'PLT',
      before: { workflow: 'asked', sent: 1, mails: 1, calendar: { end: { status: 'stopped', reason: 'purchase' } } },
      after: {
        workflow: 'asked',
        answer: 'starts',
        mails: 1,
        calendar: { end: { status: 'stopped', reason: 'purchase' } },
      },
    })
  })

  it('shows what changed files would have done, and writes nothing', async () => {
    const { workflows } = TWO_WORKFLOWS
    product.write('drafts/asked.yaml', workflows['asked.yaml'].replace('[PLT]', '[PLT, INS]').replace(', purchase', ''))
    product.write('drafts/bought.yaml', workflows['bought.yaml'].replace('rank: 40', 'rank: 20'))
    const before = await product.lead('eva@example.com')
    const { code, stdout } = await replay('--since', '2026-11-20', '--workflows', `${product.folder}/drafts`)
    expect(code).toBe(0)
    expect(stdout).toMatch(/start a workflow +2 +3/)
    expect(stdout).toMatch(/find no workflow +1 +0/)
    expect(stdout).toMatch(/mails, when silent +3 +6/)
    expect(stdout).toMatch(/INS +contoso\.analytics +unrouted, 0 mails +asked, 2 mails/)
    expect(stdout).toContain('3 inquiries would go otherwise')
    expect(await product.lead('eva@example.com')).toEqual(before)
  })

  it('knows periods without an inquiry, and wrong dates', async () => {
    expect((await replay('--since', '2026-12-01')).stdout).toContain('No inquiry came in since')
    expect(await replay('--since', 'lately')).toMatchObject({ code: 2, stdout: '' })
  })
})
