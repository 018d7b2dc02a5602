export const text = {
  de: {
    point: '{latitude}° Nord, {longitude}° Ost',
    area: 'Fläche',
    yes: 'ja',
    no: 'nein',
    live: 'Live: Werte kommen laufend an',
    connecting: 'Verbindung wird aufgebaut',
    interrupted: 'Verbindung unterbrochen, wird neu aufgebaut',
  },
  en: {
    point: '{latitude}° north, {longitude}° east',
    area: 'Area',
    yes: 'yes',
    no: 'no',
    live: 'Live: values are arriving',
    connecting: 'Connecting',
    interrupted: 'Connection interrupted, reconnecting',
  },
} as const;
