export { cityEntities } from './city-entities.ts';
export type { NgsiLdEntity } from './ngsi-ld.ts';
