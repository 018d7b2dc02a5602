export const text = {
  de: {
    point: '{latitude}° Nord, {longitude}° Ost',
    area: 'Fläche',
    attribution: '© Stadt Münster, dl-de/by-2-0 · Orte der Zählstellen © OpenStreetMap-Mitwirkende, ODbL',
    yes: 'ja',
    no: 'nein',
    live: 'Live: Werte kommen laufend an',
    connecting: 'Verbindung wird aufgebaut',
    interrupted: 'Verbindung unterbrochen, wird neu aufgebaut',
  },
  en: {
    point: '{latitude}° north, {longitude}° east',
    area: 'Area',
    attribution:
      '© City of Münster, dl-de/by-2-0 · Places of the counters © OpenStreetMap contributors, ODbL',
    yes: 'yes',
    no: 'no',
    live: 'Live: values are arriving',
    connecting: 'Connecting',
    interrupted: 'Connection interrupted, reconnecting',
  },
} as const;
