import type { EntitySelector, Subscription } from '../../../api/subscriptions.ts';
import { attributeName, cityType } from '../../../city/index.ts';
import { useFormat, useLanguage, useText } from '../../../i18n/index.ts';
import { text } from './text.ts';

/** Parts of a subscription in words. */
export interface SubscriptionWords {
  readonly entities: readonly string[];
  readonly watched: string;
  /** Types and attributes in one line. */
  readonly observes: string;
  readonly place: string | undefined;
  readonly timing: string;
  readonly triggers: string | undefined;
  readonly shown: string | undefined;
}

export const useSubscriptionWords = (): ((subscription: Subscription) => SubscriptionWords) => {
  const t = useText(text);
  const format = useFormat();
  const { language } = useLanguage();
  const typeName = (type: string): string => (type === '*' ? t('allTypes') : cityType(type).names[language]);
  const names = (attributes: readonly string[]): string =>
    attributes.map((name) => attributeName(name, language)).join(', ');
  const selector = ({ type, id, idPattern }: EntitySelector): string => {
    if (id !== undefined) return `${typeName(type)}: ${[id].flat().join(', ')}`;
    if (idPattern !== undefined) return t('matching', { type: typeName(type), pattern: idPattern });
    return t('allOf', { type: typeName(type) });
  };
  const place = ({ geoQ }: Subscription): string | undefined => {
    if (geoQ === undefined) return undefined;
    const { georel, geometry, coordinates } = geoQ;
    const [, distance] = /^near;maxDistance==([\d.]+)$/u.exec(georel) ?? [];
    if (geometry === 'Point' && distance !== undefined && Array.isArray(coordinates)) {
      const [longitude, latitude]: readonly unknown[] = coordinates;
      const point = `${String(latitude)}, ${String(longitude)}`;
      return t('placeNear', { distance: format.number(Number(distance)), point });
    }
    if (georel === 'within') return t('placeWithin');
    return t('placeOther', { relation: georel, geometry });
  };
  const timing = ({ timeInterval, throttling }: Subscription): string => {
    if (timeInterval !== undefined) return t('everySeconds', { count: timeInterval });
    return throttling === undefined ? t('onChange') : t('throttled', { count: throttling });
  };
  return (subscription) => {
    const { entities = [], watchedAttributes = [], notificationTrigger, notification } = subscription;
    const types = [...new Set(entities.map(({ type }) => typeName(type)))].join(', ') || t('allTypes');
    const watched = watchedAttributes.length === 0 ? t('anyAttribute') : names(watchedAttributes);
    return {
      entities: entities.length === 0 ? [t('allTypes')] : entities.map(selector),
      watched,
      observes: t('sentence', { type: types, attributes: watched }),
      place: place(subscription),
      timing: timing(subscription),
      triggers: notificationTrigger?.map((trigger) => t(`trigger_${trigger}`)).join(', '),
      shown: notification.attributes === undefined ? undefined : names(notification.attributes),
    };
  };
};
