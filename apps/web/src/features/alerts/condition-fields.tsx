import { ChoiceButtons, SelectField, TextField } from '@allmende/design-system';
import { AreaField } from '../../area/index.ts';
import { attributeName, inputName, useTypeAttributes } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { durationUnits, type DurationUnit } from './duration.ts';
import { conditionKinds, type ChangeForm, type RuleForm } from './rule-form.ts';
import { text } from './text.ts';
import type { ProblemText } from './use-problem-text.ts';

interface ConditionFieldsProps {
  readonly form: RuleForm;
  readonly onChange: ChangeForm;
  readonly problemText: ProblemText;
}

/** When an alert is raised: the kind of rule and the fields of that kind. */
export const ConditionFields = (props: ConditionFieldsProps) => {
  const t = useText(text);
  const { form, onChange } = props;
  return (
    <>
      <div>
        <p className="kern-label">{t('kind')}</p>
        <ChoiceButtons
          label={t('kind')}
          value={form.kind}
          options={conditionKinds.map((kind) => ({ value: kind, label: t(kind) }))}
          onChange={(value) => {
            onChange({ kind: conditionKinds.find((kind) => kind === value) ?? form.kind, attribute: '' });
          }}
        />
      </div>
      {form.kind === 'threshold' ? <ThresholdFields {...props} /> : null}
      {form.kind === 'missing-data' ? <MissingDataFields {...props} /> : null}
      {form.kind === 'geofence' ? <GeofenceFields {...props} /> : null}
    </>
  );
};

/** Choices of the type's attributes, places or others, with the current one even if it is unknown. */
const useAttributeOptions = ({ entityType, attribute }: RuleForm, isPlace: boolean) => {
  const { language } = useLanguage();
  const attributes = useTypeAttributes(entityType);
  const names = (attributes.data ?? [])
    .filter(({ kinds }) => kinds.includes('GeoProperty') === isPlace)
    .map(({ name }) => name);
  const all = attribute === '' || names.includes(attribute) ? names : [attribute, ...names];
  return all.map((name) => ({ value: name, label: inputName(name, language) }));
};

const ThresholdFields = ({ form, onChange, problemText }: ConditionFieldsProps) => {
  const t = useText(text);
  const options = useAttributeOptions(form, false);
  return (
    <div className="alerts__fields">
      <SelectField
        label={t('attribute')}
        value={form.attribute}
        isDisabled={form.entityType === ''}
        error={problemText('attribute')}
        options={[{ value: '', label: t('choose') }, ...options]}
        onChange={(attribute) => {
          onChange({ attribute });
        }}
      />
      <SelectField
        label={t('direction')}
        value={form.direction}
        options={[
          { value: 'above', label: t('above') },
          { value: 'below', label: t('below') },
        ]}
        onChange={(value) => {
          onChange({ direction: value === 'below' ? 'below' : 'above' });
        }}
      />
      <TextField
        label={t('raiseAt')}
        value={form.raiseAt}
        isNumeric
        isRequired
        error={problemText('raiseAt')}
        onChange={(raiseAt) => {
          onChange({ raiseAt });
        }}
      />
      <TextField
        label={t('clearAt')}
        hint={t('clearAtHint')}
        value={form.clearAt}
        isNumeric
        error={problemText('clearAt')}
        onChange={(clearAt) => {
          onChange({ clearAt });
        }}
      />
      <DurationField
        label={t('hold')}
        amount={form.hold}
        unit={form.holdUnit}
        error={problemText('hold')}
        onAmount={(hold) => {
          onChange({ hold });
        }}
        onUnit={(holdUnit) => {
          onChange({ holdUnit });
        }}
      />
    </div>
  );
};

const MissingDataFields = ({ form, onChange, problemText }: ConditionFieldsProps) => {
  const t = useText(text);
  const options = useAttributeOptions(form, false);
  return (
    <div className="alerts__fields">
      <SelectField
        label={t('attribute')}
        value={form.attribute}
        isDisabled={form.entityType === ''}
        options={[{ value: '', label: t('anyAttribute') }, ...options]}
        onChange={(attribute) => {
          onChange({ attribute });
        }}
      />
      <DurationField
        label={t('after')}
        amount={form.after}
        unit={form.afterUnit}
        error={problemText('after')}
        onAmount={(after) => {
          onChange({ after });
        }}
        onUnit={(afterUnit) => {
          onChange({ afterUnit });
        }}
      />
    </div>
  );
};

const GeofenceFields = ({ form, onChange, problemText }: ConditionFieldsProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const options = useAttributeOptions(form, true);
  const location = { value: '', label: attributeName('location', language) };
  return (
    <>
      <div className="alerts__fields">
        <SelectField
          label={t('on')}
          value={form.on}
          options={[
            { value: 'enter', label: t('enter') },
            { value: 'leave', label: t('leave') },
          ]}
          onChange={(value) => {
            onChange({ on: value === 'leave' ? 'leave' : 'enter' });
          }}
        />
        <SelectField
          label={t('placeAttribute')}
          value={form.attribute === 'location' ? '' : form.attribute}
          options={[location, ...options.filter(({ value }) => value !== 'location')]}
          onChange={(attribute) => {
            onChange({ attribute });
          }}
        />
      </div>
      <AreaField
        corners={form.corners}
        holes={form.holes.length}
        error={problemText('corners')}
        onChange={(corners, isKept) => {
          onChange({ corners, ...(isKept ? {} : { holes: [] }) });
        }}
      />
    </>
  );
};

interface DurationFieldProps {
  readonly label: string;
  readonly amount: string;
  readonly unit: DurationUnit;
  readonly error: string | undefined;
  readonly onAmount: (amount: string) => void;
  readonly onUnit: (unit: DurationUnit) => void;
}

const DurationField = ({ label, amount, unit, error, onAmount, onUnit }: DurationFieldProps) => {
  const t = useText(text);
  return (
    <div className="alerts__duration">
      <TextField label={label} value={amount} isNumeric isRequired error={error} onChange={onAmount} />
      <SelectField
        label={t('unit')}
        value={unit}
        options={durationUnits.map((one) => ({ value: one, label: t(one) }))}
        onChange={(value) => {
          onUnit(durationUnits.find((one) => one === value) ?? unit);
        }}
      />
    </div>
  );
};
