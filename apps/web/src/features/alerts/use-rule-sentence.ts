import type { AlertRule } from '../../api/alerts.ts';
import { attributeName, useQuantityText, useUnits } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { fromSeconds } from './duration.ts';
import { text } from './text.ts';

/** Tells the condition of a rule as a sentence, numbers in the unit that the city measures in. */
export const useRuleSentence = ({ entityType, condition }: AlertRule): string => {
  const t = useText(text);
  const quantityText = useQuantityText();
  const { language } = useLanguage();
  const durationText = (seconds: number): string => t('duration', { ...fromSeconds(seconds) });
  const unitOf = useUnits([entityType]);
  const valueText = (attribute: string, value: number): string =>
    quantityText(attribute, value, unitOf(entityType, attribute));
  switch (condition.kind) {
    case 'threshold':
      return t('tellThreshold', {
        attribute: attributeName(condition.attribute, language),
        direction: condition.direction,
        raiseAt: valueText(condition.attribute, condition.raiseAt),
        clearAt: valueText(condition.attribute, condition.clearAt),
        hasClear: condition.clearAt === condition.raiseAt ? 'no' : 'yes',
        hasHold: condition.holdSeconds > 0 ? 'yes' : 'no',
        hold: durationText(condition.holdSeconds),
      });
    case 'missing-data':
      return t('tellMissing', {
        attribute:
          condition.attribute === undefined ? t('anyValue') : attributeName(condition.attribute, language),
        after: durationText(condition.afterSeconds),
      });
    case 'geofence':
      return t('tellGeofence', { on: condition.on });
  }
};
