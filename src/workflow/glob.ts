/** True when the pattern (`contoso.*`; `*` stands for any characters) matches the whole text. Case does not count. */
export function globMatches(glob: string, text: string): boolean {
  const pattern = glob.toLowerCase()
  const word = text.toLowerCase()
  let [at, from, star, resume] = [0, 0, -1, 0]
  while (from < word.length) {
    if (pattern[at] === '*') [star, resume, at] = [at, from, at + 1]
    else if (pattern[at] === word[from]) [at, from] = [at + 1, from + 1]
    else if (star >= 0) [at, resume, from] = [star + 1, resume + 1, resume + 1]
    else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

/** True when some text matches both patterns. */
export function globsOverlap(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  let row = openings(b)
  for (let i = 1; i <= a.length; i++) row = nextRow(a[i - 1] ?? '', b, row)
  return row[b.length] ?? false
}

/** `openings(b)[j]`: the empty text matches the first j characters of b. */
function openings(b: string): boolean[] {
  const row = [true]
  for (let j = 1; j <= b.length; j++) row.push((row[j - 1] ?? false) && b[j - 1] === '*')
  return row
}

function nextRow(letter: string, b: string, above: boolean[]): boolean[] {
  const row = [(above[0] ?? false) && letter === '*']
  for (let j = 1; j <= b.length; j++) {
    const other = b[j - 1]
    const wild = letter === '*' || other === '*'
    const stepped = above[j - 1] ?? false
    row.push(wild ? stepped || (above[j] ?? false) || (row[j - 1] ?? false) : stepped && letter === other)
  }
  return row
}
