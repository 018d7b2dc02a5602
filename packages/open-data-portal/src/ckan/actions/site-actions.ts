import { licences, type Licence } from '../../vocabularies/licences.ts';
import type { CkanObject } from '../mapping/package-dict.ts';
import { notFound, reads, requiredText, type Actions } from './action.ts';

/** The version of CKAN's API that this one follows. */
const ckanVersion = '2.11.0';

const licenceDict = ({ iri, de, url, isOpen }: Licence): CkanObject => ({
  id: iri,
  title: de,
  url: url ?? iri,
  status: 'active',
  domain_content: isOpen,
  domain_data: isOpen,
  domain_software: false,
  family: '',
  is_generic: false,
  is_okd_compliant: isOpen,
  is_osi_compliant: false,
  maintainer: '',
  od_conformance: isOpen ? 'approved' : 'not reviewed',
  osd_conformance: 'not reviewed',
});

export const siteActions: Actions = {
  license_list: reads('Licences of the DCAT-AP.de list; their ids are addresses.', () =>
    Promise.resolve(licences.concepts.map(licenceDict)),
  ),
  status_show: reads('What this server is.', ({ publicUrl }) =>
    Promise.resolve({
      ckan_version: ckanVersion,
      site_url: publicUrl(),
      site_title: 'Allmende',
      site_description: '',
      error_emails_to: null,
      locale_default: 'de',
      extensions: [],
    }),
  ),
  site_read: reads('Whether the site may be read.', () => Promise.resolve(true)),
};

/** `help_show` tells of all actions, itself included. */
export const withHelp = (actions: Actions): Actions => {
  const all: Actions = {
    ...actions,
    help_show: reads('What an action does. name.', (_call, data) => {
      const name = requiredText(data, 'name');
      const action = Object.hasOwn(all, name) ? all[name] : undefined;
      return action === undefined
        ? Promise.reject(notFound('Action not found'))
        : Promise.resolve(action.help);
    }),
  };
  return all;
};
