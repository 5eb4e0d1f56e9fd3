import type { FrozenMail } from '../../src/domain/mail/message.ts'

const LINES = [
  'From: Jana at Contoso <jana@contoso.example>',
  'To: =?UTF-8?Q?Ada_Mor=C3=A9au?= <ada.moreau@fabrikam.example>',
  'Subject: Your question about Contoso Analytics',
  'Message-ID: <message-1@contoso.example>',
  'Date: Fri, 20 Nov 2026 13:05:00 +0000',
  'List-Unsubscribe: <https://tend.contoso.example/u/unsubscribe-token>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary="part"',
  '',
  '--part',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Bonjour Ada,',
  '',
  'thank you for asking about Contoso Analytics =E2=80=93 shall we talk on Tues=',
  'day?',
  '--part',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<html><body style=3D"margin:0;background:#f0f4f8;font-family:Arial,sans-serif">',
  '<div style=3D"max-width:600px;margin:24px auto;background:#fff;padding:32px;border-radius:8px">',
  '<img src=3D"https://tracker.example/pixel.png" alt=3D"logo">',
  '<h1 style=3D"color:#0b5394">Bonjour Ada</h1>',
  '<p>thank you for asking about <b>Contoso Analytics</b> =E2=80=93 shall we talk on Tuesday?</p>',
  '<p><a href=3D"https://contoso.example/call" style=3D"background:#0b5394;color:#fff;padding:12px 20px;border-radius:4px">Choose a time</a></p>',
  '<p style=3D"color:#777;font-size:12px">Contoso, 1 Main Street, Prague. <a href=3D"https://tend.contoso.example/u/unsubscribe-token">Unsubscribe</a></p>',
  '<script>document.title =3D "taken over"</script>',
  '</div></body></html>',
  '--part--',
  '',
]

/** A nurture mail as it goes over the wire, with a tracking pixel and a script that must come to nothing. */
export function sampleMail(): FrozenMail {
  return {
    envelopeFrom: 'bounce@contoso.example',
    envelopeTo: 'ada.moreau@fabrikam.example',
    bytes: new TextEncoder().encode(LINES.join('\r\n')),
  }
}
