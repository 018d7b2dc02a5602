export const text = {
  de: {
    choose: 'Bitte wählen',
    area: 'Gebiet zeichnen',
    areaHint:
      'Klicken Sie die Ecken nacheinander auf der Karte an, wählen Sie einen Stadtteil oder tippen Sie die Ecken ein.',
    district: 'Stadtteil übernehmen',
    corners: 'Ecken',
    cornersHint:
      'Je Zeile eine Ecke: Breite, Länge. Zum Beispiel 51.9625, 7.6256.{holes, plural, =0 {} one { Das Gebiet hat außerdem eine Aussparung.} other { Das Gebiet hat außerdem # Aussparungen.}}',
    undoCorner: 'Letzte Ecke entfernen',
    clearCorners: 'Alle Ecken entfernen',
    cornerCount: '{count, plural, =0 {Noch keine Ecke} one {# Ecke} other {# Ecken}}',
    badLine: 'Zeile {line} ist keine Ecke. Geben Sie Breite und Länge ein, zum Beispiel 51.9625, 7.6256.',
    tooFew: 'Ein Gebiet braucht mindestens drei verschiedene Ecken.',
    tooMany: 'Ein Gebiet kann höchstens 999 Ecken haben.',
  },
  en: {
    choose: 'Please choose',
    area: 'Draw the area',
    areaHint: 'Click the corners one after another on the map, choose a district or type the corners.',
    district: 'Use a district',
    corners: 'Corners',
    cornersHint:
      'One corner per line: latitude, longitude. For example 51.9625, 7.6256.{holes, plural, =0 {} one { The area also has a hole.} other { The area also has # holes.}}',
    undoCorner: 'Remove last corner',
    clearCorners: 'Remove all corners',
    cornerCount: '{count, plural, =0 {No corner yet} one {# corner} other {# corners}}',
    badLine: 'Line {line} is no corner. Enter latitude and longitude, for example 51.9625, 7.6256.',
    tooFew: 'An area needs at least three different corners.',
    tooMany: 'An area can have at most 999 corners.',
  },
} as const;
