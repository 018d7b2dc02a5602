import { isJsonObject } from '@allmende/kernel';
import type { Collection } from '../../catalogue/catalogue-record.ts';
import type { CkanObject } from '../mapping/package-dict.ts';
import { ckanTime } from '../mapping/values.ts';
import { nowOf, optionalText, type ActionCall } from './action.ts';

const extrasOf = ({ homepage, email }: Collection): readonly CkanObject[] =>
  Object.entries({ email, homepage }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value, state: 'active' }],
  );

/** An organisation or a group as CKAN shows it. */
export const collectionDict = (one: Collection, packageCount: number): CkanObject => ({
  id: one.id,
  name: one.name,
  title: one.title,
  display_name: one.title === '' ? one.name : one.title,
  description: one.description,
  type: one.kind === 'organisation' ? 'organization' : 'group',
  is_organization: one.kind === 'organisation',
  image_url: one.imageUrl ?? '',
  image_display_url: one.imageUrl ?? '',
  created: ckanTime(one.createdAt),
  approval_status: 'approved',
  state: one.state,
  package_count: packageCount,
  num_followers: 0,
  extras: extrasOf(one),
});

/** Of extras, `homepage` and `email` are known. */
const memberOf = (data: CkanObject, key: string): string | undefined => {
  const extras = Array.isArray(data['extras']) ? data['extras'].filter(isJsonObject) : [];
  const extra = extras.find((one) => one['key'] === key);
  return optionalText(data, key) ?? (extra === undefined ? undefined : optionalText(extra, 'value'));
};

const optional = (key: 'imageUrl' | 'homepage' | 'email', text: string | undefined) =>
  text === undefined ? {} : { [key]: text };

/** The organisation or group that is given. */
export const readCollection = (
  call: ActionCall,
  data: CkanObject,
  { kind, id, createdAt = nowOf(call) }: Pick<Collection, 'kind' | 'id'> & { readonly createdAt?: string },
): Collection => ({
  tenant: call.tenant,
  kind,
  id,
  name: optionalText(data, 'name') ?? '',
  title: optionalText(data, 'title') ?? optionalText(data, 'name') ?? '',
  description: optionalText(data, 'description') ?? '',
  ...optional('imageUrl', optionalText(data, 'image_url')),
  ...optional('homepage', memberOf(data, 'homepage')),
  ...optional('email', memberOf(data, 'email')),
  state: data['state'] === 'deleted' ? 'deleted' : 'active',
  createdAt,
  modifiedAt: nowOf(call),
});
