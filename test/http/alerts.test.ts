import { describe, expect, it } from 'vitest'
import { NOON } from '../support/engine-rows.ts'
import { createTestApp } from '../support/http-app.ts'

const ALERT = {
  id: 'alert-1',
  key: 'unrouted XYZ',
  kind: 'unrouted',
  message: 'No workflow matches.',
  nextAction: 'Add one.',
  raisedAt: NOON,
  clearedAt: null,
}

describe('an alert', () => {
  it('is put away by the API and is not listed again', async () => {
    const { api, data } = createTestApp()
    data.alerts.push({ ...ALERT })
    const dismissed = await api('POST', '/alerts/alert-1/dismiss')
    expect(dismissed.status).toBe(200)
    expect(await (await api('GET', '/alerts')).json()).toEqual({ items: [], next: null })
  })

  it('is put away on the overview with one press', async () => {
    const { signIn, data } = createTestApp()
    data.alerts.push({ ...ALERT })
    const person = await signIn()
    expect(await (await person.get('/')).text()).toContain('No workflow matches.')
    await person.post('/alerts/alert-1/dismiss')
    expect(data.alerts[0]?.clearedAt).toBe(NOON)
  })

  it('that is not there is a 404 with what to do', async () => {
    const { api } = createTestApp()
    expect((await api('POST', '/alerts/nothing/dismiss')).status).toBe(404)
  })
})
