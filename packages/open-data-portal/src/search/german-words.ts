import { stemmer } from '@orama/stemmers/german';

/** Words that say nothing of a dataset. */
const stopWords: ReadonlySet<string> = new Set(
  (
    'aber als also am an auch auf aus bei bis da dass dem den der des die dies diese dieser dieses durch ein eine ' +
    'einem einen einer eines er es fuer für hat im in ist mit nach nicht noch oder ohne sich sie sind so über um und ' +
    'unter von vom vor war was wie wird werden wurde zu zum zur the of and or for to in on is are by with'
  ).split(' '),
);

/** Same letters for what people write in several ways: `ß` as `ss`, accents and umlauts without their marks. */
const fold = (word: string): string => word.replaceAll('ß', 'ss').normalize('NFKD').replaceAll(/\p{M}/gu, '');

/** The German stem of a word, without marks: `Fahrräder` and `fahrrad` are one. */
export const stemOf = (word: string): string => {
  const lower = word.toLowerCase();
  // Who cannot type umlauts writes two letters.
  const spelled = lower
    .replaceAll('ae', 'ä')
    .replaceAll('oe', 'ö')
    .replaceAll(/(?<![aeq])ue/gu, 'ü');
  return fold(stemmer(spelled));
};

const longestWord = 60;

/** The words of a text in lower case, at most 60 letters each. */
export const wordsOf = (text: string): readonly string[] =>
  (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((word) => word.slice(0, longestWord));

/** The stems of a text's words that say something, in order. */
export const stemsOf = (text: string): readonly string[] =>
  wordsOf(text)
    .filter((word) => !stopWords.has(word))
    .map(stemOf);
