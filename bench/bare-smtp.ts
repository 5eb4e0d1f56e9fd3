import { once } from 'node:events'
import { connect } from 'node:net'

/** Sends the same mail again and again over one connection, as little as the protocol allows, waiting for each answer. */
export async function sendBarely(port: number, bytes: Uint8Array, times: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const body = Buffer.concat([bytes, Buffer.from('\r\n.\r\n')])
  const mail = ['MAIL FROM:<a@bench.test>\r\n', 'RCPT TO:<b@bench.test>\r\n', 'DATA\r\n', body]
  try {
    await once(socket, 'data')
    socket.write('EHLO bench.test\r\n')
    await once(socket, 'data')
    await converse(socket, mail, times)
  } finally {
    socket.destroy()
  }
}

function converse(socket: ReturnType<typeof connect>, mail: (string | Buffer)[], times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = 0
    const say = () => {
      if (said === times * mail.length) return resolve()
      socket.write(mail[said % mail.length] ?? '')
      said += 1
    }
    socket.on('data', say)
    socket.once('error', reject)
    say()
  })
}
