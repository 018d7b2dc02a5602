import { Button, Card, SelectField, TextField } from '@allmende/design-system';
import { useLanguage, useText } from '../../i18n/index.ts';
import {
  conditionProblem,
  operators,
  operatorsFor,
  type Condition,
  type Join,
  type ValueKind,
} from './filter.ts';
import { pathName } from './path-name.ts';
import { text } from './text.ts';
import type { FilterPath } from './value-kind.ts';

type Replace = { readonly replace: boolean };

interface FilterBuilderProps {
  readonly paths: readonly FilterPath[];
  readonly conditions: readonly Condition[];
  readonly join: Join;
  /** Said where there are no conditions. */
  readonly emptyText?: string;
  readonly onChange: (conditions: readonly Condition[], options?: Replace) => void;
  readonly onJoin: (join: Join) => void;
}

/** Conditions in words that become an NGSI-LD query; each change takes effect at once. */
export const FilterBuilder = ({
  paths,
  conditions,
  join,
  emptyText,
  onChange,
  onJoin,
}: FilterBuilderProps) => {
  const t = useText(text);
  const add = (): void => {
    const first = paths.find(({ kind }) => kind === 'number') ?? paths[0];
    const operator = operatorsFor(first?.kind ?? 'unknown')[0] ?? 'exists';
    onChange([...conditions, { attribute: first?.path ?? '', operator, value: '' }]);
  };
  return (
    <Card title={t('filter')}>
      {conditions.length === 0 ? <p className="kern-body">{emptyText ?? t('noConditions')}</p> : null}
      {conditions.length > 1 ? (
        <div className="data__choice">
          <SelectField
            label={t('join')}
            value={join}
            options={[
              { value: 'and', label: t('and') },
              { value: 'or', label: t('or') },
            ]}
            onChange={(value) => {
              onJoin(value === 'or' ? 'or' : 'and');
            }}
          />
        </div>
      ) : null}
      {conditions.map((condition, index) => (
        <ConditionRow
          // Lines have no identity of their own, and nothing in them outlives a render.
          key={index}
          joinedBy={index === 0 ? undefined : join}
          number={index + 1}
          paths={paths}
          condition={condition}
          onChange={(next, options) => {
            onChange(
              conditions.map((one, place) => (place === index ? next : one)),
              options,
            );
          }}
          onRemove={() => {
            onChange(conditions.filter((_, place) => place !== index));
          }}
        />
      ))}
      <div className="data__row">
        <Button variant="secondary" icon="add" className="kern-btn--x-small" onClick={add}>
          {t('addCondition')}
        </Button>
        {conditions.length > 1 ? (
          <Button
            variant="tertiary"
            className="kern-btn--x-small"
            onClick={() => {
              onChange([]);
            }}
          >
            {t('clear')}
          </Button>
        ) : null}
      </div>
    </Card>
  );
};

interface ConditionRowProps {
  readonly number: number;
  /** How the line follows the one before. */
  readonly joinedBy: Join | undefined;
  readonly paths: readonly FilterPath[];
  readonly condition: Condition;
  readonly onChange: (condition: Condition, options?: Replace) => void;
  readonly onRemove: () => void;
}

const ConditionRow = (props: ConditionRowProps) => {
  const { number, joinedBy, paths, condition, onChange, onRemove } = props;
  const t = useText(text);
  const { language } = useLanguage();
  const { attribute, operator } = condition;
  const kind = paths.find(({ path }) => path === attribute)?.kind ?? 'unknown';
  const offered = operatorsFor(kind);
  const known = paths.some(({ path }) => path === attribute) ? [] : [attribute];
  return (
    <fieldset className="data__condition">
      <legend className="kern-sr-only">{t('condition', { number })}</legend>
      {joinedBy === undefined ? null : (
        <p className="data__join kern-body kern-body--muted">{t(`word_${joinedBy}`)}</p>
      )}
      <SelectField
        label={t('attribute')}
        value={attribute}
        options={[...known, ...paths.map(({ path }) => path)].map((path) => ({
          value: path,
          label: path === '' ? t('choose') : pathName(path, language),
        }))}
        onChange={(path) => {
          const next = operatorsFor(paths.find((one) => one.path === path)?.kind ?? 'unknown');
          const kept = next.includes(operator) ? operator : (next[0] ?? 'exists');
          onChange({ ...condition, attribute: path, operator: kept });
        }}
      />
      <SelectField
        label={t('operator')}
        value={operator}
        options={[...offered, ...(offered.includes(operator) ? [] : [operator])].map((one) => ({
          value: one,
          label: t(`op_${one}`),
        }))}
        onChange={(value) => {
          onChange({ ...condition, operator: operators.find((one) => one === value) ?? operator });
        }}
      />
      <ValueField kind={kind} condition={condition} onChange={onChange} />
      <Button
        variant="tertiary"
        icon="delete"
        className="kern-btn--x-small"
        aria-label={t('removeNamed', { number })}
        onClick={onRemove}
      >
        {t('removeCondition')}
      </Button>
    </fieldset>
  );
};

interface ValueFieldProps {
  readonly kind: ValueKind;
  readonly condition: Condition;
  readonly onChange: (condition: Condition, options?: Replace) => void;
}

const ValueField = ({ kind, condition, onChange }: ValueFieldProps) => {
  const t = useText(text);
  const { operator, value } = condition;
  if (operator === 'exists') return null;
  if (kind === 'boolean') {
    return (
      <SelectField
        label={t('value')}
        value={value}
        options={[
          ...(value === 'true' || value === 'false' ? [] : [{ value, label: t('choose') }]),
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
        onChange={(next) => {
          onChange({ ...condition, value: next });
        }}
      />
    );
  }
  const problem = conditionProblem(condition);
  return (
    <TextField
      label={t('value')}
      value={value}
      isNumeric={kind === 'number'}
      hint={problem === 'noValue' || problem === 'noAttribute' ? t(problem) : undefined}
      error={problem === 'notComparable' ? t(problem) : undefined}
      onChange={(next) => {
        onChange({ ...condition, value: next }, { replace: true });
      }}
    />
  );
};
