import { describe, expect, it } from 'vitest'
import { HEAD, mistake, problemsOf } from './newcomer-files.ts'

describe('a condition', () => {
  it.each([
    ['curly quotes', 'lead.country == “US”', 'Write straight quotes'],
    ['not', 'not lead.company', '`!` for not'],
    ['an open parenthesis', '(lead.score > 1', 'Close the parenthesis'],
    ['text without quotes', 'lead.country == US', 'Text stands in quotes: `"US"`.'],
    ['a list compared', 'lead.tags == "hot"', '`"vip" in lead.tags`'],
    ['contains on a list', 'lead.tags.contains("hot")', '`"hot" in lead.tags`'],
    ['a list in parentheses', 'lead.country in ("DE", "AT")', '`lead.country in ["DE", "AT"]`'],
    ['is', 'lead.country is "US"', 'Write `==`'],
    ['equals', 'lead.country.equals("US")', 'Write `==`'],
    ['includes', 'lead.tags.includes("hot")', '`"vip" in lead.tags`'],
    ['the arrow', 'lead.score => 60', 'Write `>=`'],
    ['null', 'lead.company != null', '`lead.company != ""`'],
    ['not empty', 'not empty(lead.company)', '`lead.company != ""`'],
    ['a chain', '60 <= lead.score < 80', '`lead.score >= 60 && lead.score < 80`'],
    ['now', 'inquiry.at < now()', '`enrollment.days >= 7`'],
    ['days in a duration', 'inquiry.at + duration("14 days") > inquiry.at', '`duration("336h")`'],
    ['a day as a time', 'inquiry.at > timestamp("2026-01-01")', '`timestamp("2026-01-01T00:00:00Z")`'],
    ['the date of the inquiry', 'inquiry.date > inquiry.at', 'Did you mean `inquiry.at`?'],
    ['a whole name', 'lead.name == "a"', '`lead.firstName`'],
    ['what a customer did', 'replied == true', '`- wait-for: reply`'],
    ['always', 'always', 'take the `if` out'],
    ['an attribute without its group', 'plan == "a"', '`attribute.plan`'],
    ['an attribute as a field', 'lead.plan == "a"', '`attribute.plan`'],
    ['if inside if', 'if lead.score > 5', 'Take the `if` inside the text out'],
    ['less than', 'lead.score is less than 4', 'Write `<`'],
    ['more than', 'lead.score greater than 4', 'Write `>`'],
    ['at least', 'lead.score at least 4', 'Write `>=`'],
    ['a comma', 'lead.score > 60, lead.phone != ""', 'Write `&&` for and'],
    ['else', 'else', '`- otherwise:`'],
    ['otherwise', 'otherwise', '`- otherwise:`'],
    ['between', 'lead.score between 60 and 80', '`lead.score >= 60 && lead.score < 80`'],
    ['percent', 'lead.score >= 60% && true', 'without `%`'],
    ['exists', 'lead.phone exists', '`lead.company != ""`'],
    ['three signs', 'lead.phone !== ""', 'Write `!=`'],
    ['angles', 'lead.phone <> ""', 'Write `!=`'],
    ['a pattern', 'lead.phone =~ "5"', '`lead.company.contains("Contoso")`'],
    ['a length', 'lead.phone.length > 3', '`lead.company.size()`'],
    ['contains between', 'lead.tags contains "hot"', '`"vip" in lead.tags`'],
    ['not in', 'lead.country not in ["US"]', '`!(lead.country in ["US", "CA"])`'],
    ['another group', 'contact.score > 60', 'Did you mean `lead.score`?'],
    ['today', 'inquiry.at > today', '`enrollment.days >= 7`'],
    ['in the wrong way round', 'lead.tags in "hot"', 'Write the value first'],
  ])('%s', (_, condition, hint) => {
    const problems = problemsOf(`${HEAD}steps:\n  - wait: 1h\n    if: ${condition}\n`)
    expect(problems).toContainEqual(mistake('4:\\d+ TEND-W05\\d', hint))
  })
})
