/** A short name for a statement that stays the same when a column is added: verb, table, and what an update is for. */
export function labelOfSql(sql: string): string {
  const plain = sql.replaceAll(/["`]/g, '').replaceAll(/\s+/g, ' ').trim().toLowerCase()
  const verb = plain.split(' ')[0] ?? ''
  if (verb === 'insert') return `INSERT ${wordAfter('into', plain)}`
  if (verb === 'delete') return `DELETE ${wordAfter('from', plain)}`
  if (verb === 'select') return `SELECT ${wordAfter('from', plain) || 'nothing'}`
  if (verb === 'update') return `UPDATE ${plain.split(' ')[1]} (${purposeOf(plain)})`
  return verb.toUpperCase()
}

function wordAfter(word: string, plain: string): string {
  return new RegExp(`\\b${word} (?:\\w+\\.)?(\\w+)`).exec(plain)?.[1] ?? ''
}

function purposeOf(plain: string): string {
  const set = plain.slice(plain.indexOf(' set ') + 5).split(' where ')[0] ?? ''
  if (plain.startsWith('update messages')) {
    if (set.includes('lease_generation')) return 'claim'
    if (set.includes('iif(')) return 'settle'
    if (/^status = \?, gate_at = \?$/.test(set)) return 'gate'
  }
  const columns = [...set.matchAll(/(?:^|, )(?:\w+\.)?(\w+) = /g)].map(match => match[1])
  return columns.slice(0, 2).join(', ')
}
