// Reading a mail that the server wrote to its folder, as a mail program would: its head, and its plain text decoded.

export interface Mail {
  to: string
  subject: string
  /** The plain text. */
  text: string
}

interface Part {
  head: (name: string) => string
  body: string
}

function split(raw: string): Part {
  const [head = '', ...rest] = raw.replaceAll('\r\n', '\n').split('\n\n')
  const lines = head.replaceAll(/\n[ \t]+/g, ' ').split('\n')
  return {
    head: (name) => lines.find((line) => line.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1).trim() ?? '',
    body: rest.join('\n\n'),
  }
}

const quotedPrintable = (text: string) =>
  Buffer.from(
    text.replaceAll('=\n', '').replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

function decode(part: Part): string {
  const encoding = part.head('content-transfer-encoding').toLowerCase()
  if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString('utf8')
  return encoding === 'quoted-printable' ? quotedPrintable(part.body) : part.body
}

/** The first part of plain text, however deep. */
function plain(part: Part): string | null {
  const type = part.head('content-type')
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1]
  if (!boundary) return /^text\/plain|^$/.test(type) ? decode(part) : null
  const parts = part.body.split(`--${boundary}`).slice(1, -1)
  return parts.map((one) => plain(split(one.replace(/^\n/, '')))).find((text) => text !== null) ?? null
}

/** `=?utf-8?b?…?=`; between two encoded words the blank is not text. */
const words = (text: string) =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : quotedPrintable(word.replaceAll('_', ' ')),
    )

export function parse(raw: string): Mail {
  const whole = split(raw)
  const text = plain(whole)
  if (text === null) throw new Error(`a mail without plain text: ${raw.slice(0, 500)}`)
  return { to: words(whole.head('to')), subject: words(whole.head('subject')), text }
}
