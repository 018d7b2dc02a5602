export const text = {
  de: { tenant: 'Mandant', defaultTenant: 'Standard' },
  en: { tenant: 'Tenant', defaultTenant: 'Default' },
} as const;
