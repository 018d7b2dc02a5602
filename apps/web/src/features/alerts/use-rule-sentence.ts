import type { AlertCondition } from '../../api/alerts.ts';
import { attributeName, useQuantityText } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { fromSeconds } from './duration.ts';
import { text } from './text.ts';

/** Tells a condition as a sentence. */
export const useRuleSentence = (): ((condition: AlertCondition) => string) => {
  const t = useText(text);
  const quantityText = useQuantityText();
  const { language } = useLanguage();
  const durationText = (seconds: number): string => t('duration', { ...fromSeconds(seconds) });
  return (condition) => {
    switch (condition.kind) {
      case 'threshold':
        return t('tellThreshold', {
          attribute: attributeName(condition.attribute, language),
          direction: condition.direction,
          raiseAt: quantityText(condition.attribute, condition.raiseAt),
          clearAt: quantityText(condition.attribute, condition.clearAt),
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
};
