import type { Registration, RegistrationMode } from '../../../api/registrations.ts';
import type { KeyValue } from '../../../api/subscriptions.ts';

/** A registration as it is being written; numbers, lists and times are still text. */
export interface RegistrationForm {
  readonly name: string;
  readonly description: string;
  /** Names separated by commas. */
  readonly types: string;
  readonly entityId: string;
  readonly idPattern: string;
  readonly properties: string;
  readonly relationships: string;
  readonly mode: RegistrationMode;
  readonly operations: readonly string[];
  readonly endpoint: string;
  readonly tenant: string;
  readonly headers: readonly KeyValue[];
  /** Seconds. */
  readonly timeout: string;
  readonly cooldown: string;
  readonly localOnly: boolean;
  readonly expiry: string;
  /** The registration that is changed; what the form does not show stays as it is there. */
  readonly kept?: Registration;
}

/** Overwrites some fields of a form. */
export type ChangeForm = (next: Partial<RegistrationForm>) => void;

export const emptyForm: RegistrationForm = {
  name: '',
  description: '',
  types: '',
  entityId: '',
  idPattern: '',
  properties: '',
  relationships: '',
  mode: 'inclusive',
  operations: ['federationOps'],
  endpoint: '',
  tenant: '',
  headers: [],
  timeout: '',
  cooldown: '',
  localOnly: false,
  expiry: '',
};

/** Groups of operations (§4.20). */
export const operationGroups = ['federationOps', 'retrieveOps', 'updateOps', 'redirectionOps'] as const;

/** Operations that can be offered one by one. */
export const singleOperations = (
  'retrieveEntity queryEntity queryBatch createEntity updateEntity appendAttrs updateAttrs deleteAttrs ' +
  'deleteEntity mergeEntity replaceEntity replaceAttrs purgeEntity createBatch upsertBatch updateBatch ' +
  'deleteBatch mergeBatch retrieveTemporal queryTemporal upsertTemporal retrieveEntityTypes ' +
  'retrieveEntityTypeDetails retrieveEntityTypeInfo retrieveAttrTypes retrieveAttrTypeDetails ' +
  'retrieveAttrTypeInfo createSubscription updateSubscription retrieveSubscription querySubscription ' +
  'deleteSubscription'
).split(' ');
