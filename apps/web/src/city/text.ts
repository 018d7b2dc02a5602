export const text = {
  de: {
    point: '{latitude}° Nord, {longitude}° Ost',
    area: 'Fläche',
    yes: 'ja',
    no: 'nein',
  },
  en: {
    point: '{latitude}° north, {longitude}° east',
    area: 'Area',
    yes: 'yes',
    no: 'no',
  },
} as const;
