import { expect, it } from 'vitest';
import { stemOf, stemsOf, wordsOf } from './german-words.ts';
import { synonymsOf } from './synonyms.ts';

it.each([
  ['Fahrräder', 'Fahrrad'],
  ['Parkhäuser', 'parkhaus'],
  ['Messungen', 'Messung'],
  ['Straße', 'strasse'],
  ['Luftqualitaet', 'Luftqualität'],
  ['Muenster', 'Münster'],
])('%s and %s have one stem', (one, other) => {
  expect(stemOf(one)).toBe(stemOf(other));
});

it.each(['quelle', 'neue', 'aktuell'])('%s keeps its letters', (word) => {
  expect(stemOf(word)).not.toContain('ü');
});

it('finds the words of a text that say something', () => {
  expect(wordsOf('PM2,5-Werte (Straße): 2026!')).toEqual(['pm2', '5', 'werte', 'straße', '2026']);
  expect(stemsOf('die Liste der Schulen')).toEqual([stemOf('liste'), stemOf('schulen')]);
});

it('knows what residents call what town halls name otherwise', () => {
  expect(synonymsOf(stemOf('Leeze'))).toContain(stemOf('Fahrräder'));
  expect(synonymsOf(stemOf('Sonne'))).toEqual([]);
});
