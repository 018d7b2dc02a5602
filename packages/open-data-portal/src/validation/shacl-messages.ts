import { labelOf } from '../vocabularies/labels.ts';
import type { Message } from './finding.ts';
import { memberLabel } from './member-labels.ts';
import type { ShaclResult } from './shacl-validator.ts';

const missing: Readonly<Record<string, Message>> = {
  title: {
    de: 'Der Titel fehlt. Nennen Sie in wenigen Worten, was die Daten zeigen.',
    en: 'The title is missing. Say in a few words what the data shows.',
  },
  description: {
    de: 'Die Beschreibung fehlt. Schreiben Sie, was in den Daten steht und woher sie kommen.',
    en: 'The description is missing. Write what the data holds and where it comes from.',
  },
  publisher: {
    de: 'Die veröffentlichende Stelle fehlt. Nennen Sie das Amt oder Unternehmen, das die Daten herausgibt.',
    en: 'The publisher is missing. Name the office or company that publishes the data.',
  },
  licence: {
    de: 'Die Lizenz fehlt. Ohne Lizenz darf niemand die Daten weiterverwenden.',
    en: 'The licence is missing. Without one nobody may reuse the data.',
  },
  accessUrls: {
    de: 'Die Adresse fehlt, unter der die Daten zu finden sind.',
    en: 'The address where the data can be found is missing.',
  },
  endpointUrls: { de: 'Die Adresse des Dienstes fehlt.', en: 'The address of the service is missing.' },
  name: { de: 'Der Name fehlt.', en: 'The name is missing.' },
  contactPoints: {
    de: 'Der Kontakt braucht eine E-Mail-Adresse, eine Telefonnummer oder eine Webadresse.',
    en: 'The contact needs an e-mail address, a telephone number or a web address.',
  },
  temporal: {
    de: 'Der Zeitraum braucht einen Beginn oder ein Ende.',
    en: 'The period needs a start or an end.',
  },
};

const notInList = (member: string, value: string): Message => {
  const label = memberLabel(member);
  const shown = { de: labelOf(value, 'de') ?? value, en: labelOf(value, 'en') ?? value };
  return {
    de: `„${shown.de}“ ist kein Eintrag der Codeliste für „${label.de}“. Wählen Sie einen Eintrag der Liste.`,
    en: `“${shown.en}” is not an entry of the code list for “${label.en}”. Choose an entry of the list.`,
  };
};

/** What a result of SHACL means for the member of the model, in words for an office. */
export const messageOf = (member: string, result: ShaclResult): Message => {
  const label = memberLabel(member);
  switch (result.constraint) {
    case 'MinCount':
      return missing[member] ?? { de: `${label.de} fehlt.`, en: `${label.en} is missing.` };
    case 'MaxCount':
      return {
        de: `„${label.de}“ darf nur einmal angegeben werden.`,
        en: `“${label.en}” may be given only once.`,
      };
    case 'HasValue':
      return notInList(member, result.focusNode?.value ?? '');
    case 'Datatype':
      return {
        de: `„${label.de}“ hat nicht die Form, die DCAT-AP.de verlangt.`,
        en: `“${label.en}” does not have the form that DCAT-AP.de asks for.`,
      };
    default: {
      const [message = result.constraint] = result.messages;
      return { de: `„${label.de}“: ${message}`, en: `“${label.en}”: ${message}` };
    }
  }
};
