import { Card, ChoiceButtons, TextField } from '@allmende/design-system';
import { notificationTriggers } from '../../../api/subscriptions.ts';
import { useText } from '../../../i18n/index.ts';
import { ChoiceList } from '../choice-list.tsx';
import { text } from './text.ts';
import { AttributeField, type FieldsProps } from './what-fields.tsx';

/** When it is told: with which changes and how often, or regularly; until when. */
export const WhenFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  return (
    <Card title={t('whenCard')}>
      <ChoiceButtons
        label={t('when')}
        value={form.when}
        options={[
          { value: 'change', label: t('when_change') },
          { value: 'interval', label: t('when_interval') },
        ]}
        onChange={(next) => {
          onChange({ when: next === 'interval' ? 'interval' : 'change' });
        }}
      />
      {form.when === 'change' ? (
        <ChangeFields form={form} onChange={onChange} problemText={problemText} />
      ) : (
        <TextField
          label={t('interval')}
          isNumeric
          value={form.interval}
          error={problemText('interval')}
          onChange={(interval) => {
            onChange({ interval });
          }}
        />
      )}
      <TextField
        label={t('expiry')}
        hint={t('expiryHint')}
        type="datetime-local"
        value={form.expiry}
        error={problemText('expiry')}
        onChange={(expiry) => {
          onChange({ expiry });
        }}
      />
    </Card>
  );
};

const ChangeFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  return (
    <>
      <AttributeField
        label={t('attributesLabel')}
        hint={t('watchedHint')}
        type={form.type}
        chosen={form.watched}
        onChange={(watched) => {
          onChange({ watched });
        }}
      />
      <ChoiceList
        label={t('triggers')}
        hint={t('triggersHint')}
        options={notificationTriggers.map((trigger) => ({ value: trigger, label: t(`trigger_${trigger}`) }))}
        chosen={form.triggers}
        onChange={(chosen) => {
          onChange({ triggers: notificationTriggers.filter((trigger) => chosen.includes(trigger)) });
        }}
      />
      <TextField
        label={t('throttling')}
        hint={t('throttlingHint')}
        isNumeric
        value={form.throttling}
        error={problemText('throttling')}
        onChange={(throttling) => {
          onChange({ throttling });
        }}
      />
    </>
  );
};
