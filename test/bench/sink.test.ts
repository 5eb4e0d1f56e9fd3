import nodemailer from 'nodemailer'
import { expect, it, onTestFinished } from 'vitest'
import { startProgram } from '../../bench/programs.ts'

it('the sink of the measurements takes mail from nodemailer and tells whose it was', async () => {
  const sink = startProgram('programs/sink.ts')
  const port: number = await sink.call('listen')
  const pool = nodemailer.createTransport({ host: '127.0.0.1', port, pool: true })
  onTestFinished(async () => {
    pool.close()
    await sink.stop()
  })
  const text = `.a line with a dot\n\n.\n${'long '.repeat(20_000)}`
  for (const to of ['a@example.com', 'a@example.com', 'b@example.com']) {
    await pool.sendMail({ from: 'me@example.com', to, subject: 'Figures', text })
  }
  expect(await sink.call('report')).toMatchObject({ mails: 3, recipients: 2, mostForOne: 2 })
  await sink.call('reset')
  expect(await sink.call('report')).toMatchObject({ mails: 0, recipients: 0 })
})
