/** The one place of the demo city that is invented: the sources have no weather series of Münster. */
export const weatherStation = {
  key: 'demo',
  name: 'Wetterstation Münster (Demo)',
  lon: 7.61318,
  lat: 51.96362,
  licence: 'https://creativecommons.org/publicdomain/zero/1.0/',
  attribution: 'Allmende: erfundene Demodaten, CC0 1.0',
};
