import { isDeepStrictEqual } from 'node:util';
import type { AttributeInstance } from '../entities/entity.ts';

/** Whether two instances differ in nothing but what the broker gave them. */
export const isSameContent = (left: AttributeInstance, right: AttributeInstance): boolean => {
  const content = (instance: AttributeInstance): unknown => ({
    ...instance,
    createdAt: undefined,
    modifiedAt: undefined,
    instanceId: undefined,
  });
  return isDeepStrictEqual(content(left), content(right));
};
