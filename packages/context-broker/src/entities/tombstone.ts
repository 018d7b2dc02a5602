import { NGSI_LD_NULL } from './attribute-members.ts';
import type { AttributeInstance } from './entity.ts';

/** What is told of an instance once it is deleted: its value is the NGSI-LD null (§4.5.0). */
export const tombstoneOf = ({
  kind,
  datasetId,
  createdAt,
  modifiedAt,
}: AttributeInstance): AttributeInstance => ({
  kind,
  value: kind === 'LanguageProperty' ? { '@none': NGSI_LD_NULL } : NGSI_LD_NULL,
  ...(datasetId === undefined ? {} : { datasetId }),
  createdAt,
  modifiedAt,
});
