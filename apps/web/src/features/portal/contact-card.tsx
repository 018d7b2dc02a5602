import { Card, Facts } from '@allmende/design-system';
import type { Agent, DatasetContent } from '../../api/portal.ts';
import { useText } from '../../i18n/index.ts';
import { safeUrl } from './distribution.ts';
import { text } from './text.ts';

const Mail = ({ address }: { readonly address: string }) => {
  const plain = address.replace(/^mailto:/u, '');
  return (
    <a className="kern-link" href={`mailto:${encodeURIComponent(plain).replace('%40', '@')}`}>
      {plain}
    </a>
  );
};

const Person = ({ person }: { readonly person: Agent }) => {
  const href = person.homepage === undefined ? undefined : safeUrl(person.homepage);
  return (
    <>
      {href === undefined ? (
        person.name
      ) : (
        <a className="kern-link" href={href}>
          {person.name}
        </a>
      )}
      {person.email === undefined ? null : (
        <>
          <br />
          <Mail address={person.email} />
        </>
      )}
    </>
  );
};

/** Whom to ask about a data set. */
export const ContactCard = ({ content }: { readonly content: DatasetContent }) => {
  const t = useText(text);
  const { contactPoints, publisher, maintainers, creators } = content;
  if (contactPoints.length + maintainers.length + creators.length === 0 && publisher === undefined)
    return null;
  const people = [
    ...(publisher === undefined ? [] : [{ term: t('publisher'), person: publisher }]),
    ...creators.map((person) => ({ term: t('creator'), person })),
    ...maintainers.map((person) => ({ term: t('maintainer'), person })),
  ];
  return (
    <Card title={t('contact')}>
      {contactPoints.map(({ name, email, phone, url }) => {
        const href = url === undefined ? undefined : safeUrl(url);
        return (
          <address key={`${name} ${email ?? ''}`} className="kern-body portal__address">
            <strong>{name}</strong>
            {email === undefined ? null : <Mail address={email} />}
            {phone === undefined ? null : (
              <a className="kern-link" href={`tel:${phone.replaceAll(/[^+\d]/gu, '')}`}>
                {phone.replace(/^tel:/u, '')}
              </a>
            )}
            {href === undefined ? null : (
              <a className="kern-link" href={href}>
                {t('website')}
              </a>
            )}
          </address>
        );
      })}
      <Facts
        facts={people.map(({ term, person }) => ({
          term,
          value: <Person person={person} />,
        }))}
      />
    </Card>
  );
};
