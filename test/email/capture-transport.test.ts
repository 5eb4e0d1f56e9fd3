import { describe, expect, it } from 'vitest'
import { createCaptureTransport } from '../../src/email/capture-transport.ts'

const mail = { envelopeFrom: 'a@contoso.example', envelopeTo: 'b@contoso.example', bytes: new Uint8Array() }

describe('the capture transport', () => {
  it('accepts a mail whose gate opens', async () => {
    const transport = createCaptureTransport()
    expect(transport.name).toBe('capture')
    expect(await transport.deliver(mail, async () => true)).toEqual({ kind: 'accepted', reply: 'captured' })
    await transport.close()
  })

  it('keeps to a shut gate, and takes a failing one as shut', async () => {
    const transport = createCaptureTransport()
    expect(await transport.deliver(mail, async () => false)).toEqual({ kind: 'gate-shut' })
    const failing = await transport.deliver(mail, async () => Promise.reject(new Error('disk full')))
    expect(failing).toEqual({ kind: 'not-sent', reason: 'the gate could not be asked: disk full' })
  })
})
