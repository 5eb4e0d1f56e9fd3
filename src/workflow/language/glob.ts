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
  const letters = [...other.toLowerCase()]
  let row = openings(letters)
  for (const letter of one.toLowerCase()) row = nextRow(letter, letters, row)
  return row.at(-1) === true
}

/** Whether the empty text matches no character of the pattern, its first one, its first two … */
function openings(letters: string[]): boolean[] {
  const fixed = letters.findIndex(letter => letter !== '*')
  return [true, ...letters.map((_, place) => fixed < 0 || place < fixed)]
}

function nextRow(letter: string, letters: string[], above: boolean[]): boolean[] {
  let left = letter === '*' && above[0] === true
  const row = [left]
  for (const [place, other] of letters.entries()) {
    const stepped = above[place] === true
    const wild = letter === '*' || other === '*'
    left = wild ? stepped || above[place + 1] === true || left : stepped && letter === other
    row.push(left)
  }
  return row
}
