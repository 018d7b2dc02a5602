import type { Language } from '@allmende/design-system';
import { inputName } from '../../city/index.ts';

/** What people call an attribute path: `address[streetAddress]` is „Adresse: streetAddress“. */
export const pathName = (path: string, language: Language): string => {
  const [, attribute = path, part] = /^([^[]*)\[(.*)\]$/u.exec(path) ?? [];
  const name = inputName(attribute, language);
  return part === undefined ? name : `${name}: ${part}`;
};
