import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'
import { readCountry } from '../../../src/domain/people/country.ts'
import { zoneOf } from '../../../src/domain/time/country-zones.ts'

const alpha2 = codes.map(([two = '']) => two)

describe('reading a country', () => {
  it.each([
    [
      'US',
      'us USA U.S. U.S.A. United_States United_States_of_America America Estados_Unidos Stati_Uniti États-Unis EE._UU.',
    ],
    ['GB', 'UK u.k. GBR Great_Britain England Scotland United_Kingdom Velká_Británie'],
    ['CZ', 'CZE Czechia Czech_Republic Česko ČR Česká_republika Tschechien Czechy 捷克'],
    ['DE', 'DEU Germany Deutschland Německo Allemagne ドイツ'],
    ['SK', 'Slovakia Slovak_Republic Slovensko'],
    ['AT', 'Austria Österreich Rakousko'],
    ['CH', 'Switzerland Schweiz Suisse Švýcarsko'],
    ['NL', 'The_Netherlands Holland Nederland'],
    ['TR', 'Turkey Türkiye'],
    ['KR', 'Korea South_Korea Republic_of_Korea 대한민국'],
    ['CD', 'Congo_(DRC) Democratic_Republic_of_the_Congo'],
    ['CI', "Côte_d'Ivoire Côte_d’Ivoire Ivory_Coast"],
    ['HK', 'Hong_Kong Hong_Kong_SAR Hongkong'],
    ['AG', 'Antigua_&_Barbuda Antigua_and_Barbuda'],
    ['LC', 'St._Lucia Saint_Lucia'],
    ['XK', 'Kosovo'],
    ['NO', 'no Norge Norway'],
  ])('knows %s by its names', (code, names) => {
    const texts = names.split(' ').map(name => name.replaceAll('_', ' '))
    expect(texts.map(text => [text, readCountry(text)])).toEqual(texts.map(text => [text, code]))
  })

  it('knows every country by its codes and its English name', () => {
    for (const [two = '', three = ''] of codes) {
      expect(readCountry(two.toLowerCase())).toBe(two)
      expect(readCountry(three)).toBe(two)
    }
    for (const [code, names] of Object.entries(english.countries)) {
      const [name = ''] = [names].flat()
      expect([name, readCountry(name)]).toEqual([name, code])
    }
  })

  it.each([null, '', ' ', '--', '1', 'Freedonia', 'XX', 'EU', 'constructor', '__proto__', 'toString', '<b>US</b>'])(
    'is not sure of %j',
    text => {
      expect(readCountry(text)).toBeNull()
    },
  )
})

describe('the zone of a country', () => {
  it('is there for every country and known to the runtime', () => {
    for (const code of alpha2) {
      const zone = zoneOf(code) ?? 'missing'
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone }), `${code}: ${zone}`).not.toThrow()
    }
  })

  it('is one of its own zones, by the time it shows', () => {
    const moments = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)]
    for (const code of alpha2) {
      const own = zonesOf(code)
      const shown = moments.map(at => offset(zoneOf(code) ?? '', at)).join()
      const allowed = own.map(zone => moments.map(at => offset(zone, at)).join())
      if (own.length > 0) expect([code, allowed.includes(shown)]).toEqual([code, true])
    }
  })

  it.each([
    ['US', 'America/New_York'],
    ['RU', 'Europe/Moscow'],
    ['AU', 'Australia/Sydney'],
    ['ES', 'Europe/Madrid'],
    ['CZ', 'Europe/Prague'],
    ['BR', 'America/Sao_Paulo'],
  ])('of %s is where most people live: %s', (code, zone) => {
    expect(zoneOf(code)).toBe(zone)
  })

  it.each([null, '', 'XX', 'cz', 'constructor'])('is not known for %j', code => {
    expect(zoneOf(code)).toBeNull()
  })
})

function zonesOf(code: string): string[] {
  const locale = new Intl.Locale(`und-${code}`) as Intl.Locale & { getTimeZones?: () => string[] }
  return locale.getTimeZones?.() ?? []
}

function offset(timeZone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(new Date(at))
  return parts.find(part => part.type === 'timeZoneName')?.value ?? ''
}
