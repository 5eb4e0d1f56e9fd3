/** Which leads to make up: the same numbers give the same people, other numbers other people. */
export interface LeadOrder {
  first: number
  count: number
  /** Action code, by which workflows are chosen. */
  action: string
}

/** One delivery as the marketplace sends it: an address, a phone and a company that no other number has. */
export function leadBody(number: number, action: string): string {
  return JSON.stringify({
    userDetails: {
      firstName: `Jana${wordOf(number)}`,
      lastName: 'Nováková',
      email: leadAddress(number),
      phone: `+420 60${String(1_000_000 + (number % 6_000_000)).slice(0, 7)}`,
      country: 'CZ',
      company: `Example ${number} s.r.o.`,
      title: 'Data engineer',
    },
    leadSource: `SPZA-${action}|contoso.analytics`,
    actionCode: action,
    offerTitle: 'Contoso Analytics',
    description: 'We would like to see how it works with our figures.',
  })
}

export function leadAddress(number: number): string {
  return `jana.novakova@customer${number}.example.com`
}

/** The number in letters: digits in a name look doubtful. */
function wordOf(number: number): string {
  return [...number.toString(26)].map(digit => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')
}
