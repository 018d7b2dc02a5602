export const text = {
  de: {
    tenant: 'Mandant',
    defaultTenant: 'Standard',
    unknown: 'Den Mandanten „{tenant}“ gibt es nicht',
    unknownDetail:
      'Ein Mandant entsteht, sobald jemand Daten für ihn ablegt. Vielleicht ist der Link veraltet.',
    toDefault: 'Zum Standardmandanten',
  },
  en: {
    tenant: 'Tenant',
    defaultTenant: 'Default',
    unknown: 'There is no tenant “{tenant}”',
    unknownDetail:
      'A tenant comes into being when data are first stored for it. Perhaps the link is outdated.',
    toDefault: 'To the default tenant',
  },
} as const;
