import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectTo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Postfix and Dovecot of the system, on a folder and on loopback ports of their own. Needs root. */
export interface MailServers {
  smtpUrl: string
  imapUrl(user: string): string
  smtpPort: number
  imapPort: number
  log(): string
  /** Ends the reading end and begins it anew, as an update of the server would. */
  restartImap(): Promise<void>
  /** Forgets the numbers of all mail of the user: UIDVALIDITY changes. */
  renumber(user: string): void
  stop(): Promise<void>
}

export const MAIL_PASSWORD = 'secret'

export async function startMailServers(): Promise<MailServers> {
  const folder = mkdtempSync(join(tmpdir(), 'tend-mail-'))
  chmodSync(folder, 0o755)
  const [smtpPort, imapPort, lmtpPort] = [await freePort(), await freePort(), await freePort()]
  let dovecot = await startDovecot(folder, { imapPort, lmtpPort })
  startPostfix(folder, { smtpPort, lmtpPort })
  await answers(smtpPort)
  return {
    smtpPort,
    imapPort,
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    imapUrl: user => `imap://${user}:${MAIL_PASSWORD}@127.0.0.1:${imapPort}`,
    log: () => readFileSync(join(folder, 'mail.log'), 'utf8') + readFileSync(join(folder, 'dovecot.log'), 'utf8'),
    async restartImap() {
      await ended(dovecot)
      dovecot = await startDovecot(folder, { imapPort, lmtpPort })
    },
    renumber(user) {
      rmSync(join(folder, 'mail', user, 'dovecot-uidlist'), { force: true })
      rmSync(join(folder, 'mail', user, 'dovecot-uidvalidity'), { force: true })
    },
    async stop() {
      execFileSync('postfix', ['-c', join(folder, 'postfix'), 'stop'], { stdio: 'ignore' })
      await ended(dovecot)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startDovecot(folder: string, ports: { imapPort: number; lmtpPort: number }): Promise<ChildProcess> {
  const mail = join(folder, 'mail')
  mkdirSync(mail, { recursive: true })
  const [uid, gid] = [idOf('mail', '-u'), idOf('mail', '-g')]
  chownSync(mail, uid, gid)
  const conf = join(folder, 'dovecot.conf')
  writeFileSync(conf, dovecotConf(folder, ports))
  const child = spawn('dovecot', ['-F', '-c', conf], { stdio: 'ignore' })
  await answers(ports.imapPort)
  return child
}

function dovecotConf(folder: string, { imapPort, lmtpPort }: { imapPort: number; lmtpPort: number }): string {
  return `protocols = imap lmtp
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%n
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
auth_username_format = %Ln
recipient_delimiter = +
passdb {
  driver = static
  args = password=${MAIL_PASSWORD}
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${folder}/mail/%n allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
`
}

function startPostfix(folder: string, { smtpPort, lmtpPort }: { smtpPort: number; lmtpPort: number }): void {
  const conf = join(folder, 'postfix')
  mkdirSync(conf)
  mkdirSync(join(folder, 'spool'))
  mkdirSync(join(folder, 'postfix-data'))
  chownSync(join(folder, 'postfix-data'), idOf('postfix', '-u'), idOf('postfix', '-g'))
  writeFileSync(join(conf, 'main.cf'), mainCf(folder, lmtpPort))
  writeFileSync(join(conf, 'master.cf'), masterCf(smtpPort))
  execFileSync('postfix', ['-c', conf, 'start'], { stdio: 'ignore' })
}

// What `gone.example` cannot take is taken first and comes back as Postfix sends it back; `full.example` likewise.
function mainCf(folder: string, lmtpPort: number): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/postfix-data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.contoso.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
virtual_mailbox_domains = contoso.example, customer.example
virtual_alias_maps = inline:{ { bounces@contoso.example = inbox@contoso.example }, { leave@contoso.example = inbox@contoso.example }, { jana@contoso.example = inbox@contoso.example } }
virtual_transport = lmtp:inet:127.0.0.1:${lmtpPort}
recipient_delimiter = +
transport_maps = inline:{ { gone.example = error:5.1.1 no such person here }, { full.example = error:5.2.2 mailbox is full } }
alias_maps =
local_recipient_maps =
maillog_file = ${folder}/mail.log
maillog_file_prefixes = ${folder}
`
}

function masterCf(smtpPort: number): string {
  const services = [
    `127.0.0.1:${smtpPort} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp',
    'lmtp unix - - n - - lmtp',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'virtual unix - n n - - virtual',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
  ]
  return `${services.join('\n')}\n`
}

function idOf(user: string, what: '-u' | '-g'): number {
  return Number(execFileSync('id', [what, user], { encoding: 'utf8' }))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const isOpen = await new Promise<boolean>(resolve => {
      const socket = connectTo(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (isOpen) return
    await pause(100)
  }
  throw new Error(`expected a mail server to answer at port ${port}`)
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}
