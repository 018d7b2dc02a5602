import { describe, expect, it } from 'vitest';
import type { AlertCondition, AlertRule } from '../../api/alerts.ts';
import { emptyRuleForm, formOfRule, parseNumber, toRule, type RuleForm } from './rule-form.ts';

const threshold: RuleForm = {
  ...emptyRuleForm,
  name: ' Parkhaus voll ',
  entityType: 'OffStreetParking',
  attribute: 'availableSpotNumber',
  direction: 'below',
  raiseAt: '20',
  clearAt: '30,5',
};
const problemsOf = (form: RuleForm) => {
  const read = toRule(form);
  return 'problems' in read ? read.problems : {};
};

describe('toRule', () => {
  it('reads a threshold with hysteresis and duration', () => {
    expect(toRule({ ...threshold, emails: 'a@city.example, b@city.example\na@city.example' })).toEqual({
      rule: {
        name: 'Parkhaus voll',
        entityType: 'OffStreetParking',
        severity: 'warning',
        isActive: true,
        condition: {
          kind: 'threshold',
          attribute: 'availableSpotNumber',
          direction: 'below',
          raiseAt: 20,
          clearAt: 30.5,
          holdSeconds: 300,
        },
        recipients: { emails: ['a@city.example', 'b@city.example'], webhooks: [] },
      },
    });
  });

  it('clears where it raises when no other value is given', () => {
    const read = toRule({ ...threshold, clearAt: '' });
    expect('rule' in read ? read.rule.condition : undefined).toMatchObject({ raiseAt: 20, clearAt: 20 });
  });

  it('names everything that is wrong at once', () => {
    expect(problemsOf({ ...emptyRuleForm, hold: '-1', emails: 'x', webhooks: 'ftp://x' })).toEqual({
      name: 'missingName',
      entityType: 'missingType',
      attribute: 'missingAttribute',
      raiseAt: 'badNumber',
      hold: 'badDuration',
      emails: 'badEmail',
      webhooks: 'badWebhook',
    });
  });

  it('refuses a clearing value on the wrong side', () => {
    expect(problemsOf({ ...threshold, clearAt: '10' })).toEqual({ clearAt: 'badClearBelow' });
    expect(problemsOf({ ...threshold, direction: 'above' })).toEqual({ clearAt: 'badClearAbove' });
    expect(problemsOf({ ...threshold, clearAt: 'x' })).toEqual({ clearAt: 'badNumber' });
  });

  it('wants a delay of missing data and an area of a geofence', () => {
    expect(problemsOf({ ...threshold, kind: 'missing-data', after: '0' })).toEqual({ after: 'badDelay' });
    expect(problemsOf({ ...threshold, kind: 'geofence', corners: '51, 7' })).toEqual({ corners: 'badArea' });
    expect(problemsOf({ ...threshold, kind: 'geofence', corners: 'here' })).toEqual({ corners: 'badArea' });
  });
});

describe('formOfRule', () => {
  const conditions: readonly AlertCondition[] = [
    { kind: 'threshold', attribute: 'no2', direction: 'above', raiseAt: 40, clearAt: 35.5, holdSeconds: 90 },
    { kind: 'threshold', attribute: 'no2', direction: 'above', raiseAt: 40, clearAt: 40, holdSeconds: 0 },
    { kind: 'missing-data', afterSeconds: 7200 },
    { kind: 'missing-data', attribute: 'no2', afterSeconds: 60 },
    {
      kind: 'geofence',
      attribute: 'location',
      on: 'leave',
      polygon: {
        type: 'Polygon',
        coordinates: [
          [
            [7, 51],
            [8, 51],
            [8, 52],
            [7, 51],
          ],
          [
            [7.5, 51.1],
            [7.6, 51.1],
            [7.6, 51.2],
            [7.5, 51.1],
          ],
        ],
      },
    },
  ];
  it.each(conditions)('gives back the same rule, $kind', (condition) => {
    const rule: AlertRule = {
      id: 'r',
      tenant: '',
      version: 3,
      name: 'Rule',
      entityType: 'AirQualityObserved',
      entityId: 'urn:ngsi-ld:AirQualityObserved:1',
      severity: 'critical',
      isActive: false,
      condition,
      recipients: { emails: ['a@b.example'], webhooks: ['https://b.example/hook'] },
    };
    const { id: _id, tenant: _tenant, version: _version, ...draft } = rule;
    expect(toRule(formOfRule(rule))).toEqual({ rule: draft });
  });
});

describe('parseNumber', () => {
  it('understands point and comma, nothing else', () => {
    expect(parseNumber(' -1,5 ')).toBe(-1.5);
    expect(parseNumber('2.25')).toBe(2.25);
    for (const text of ['', 'x', '1.000,5', '1e3', '0x10']) expect(parseNumber(text)).toBeNaN();
  });
});
